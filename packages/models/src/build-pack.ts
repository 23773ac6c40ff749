import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildGenerator } from './build-generator.ts';
import { cancelled } from './cancelled.ts';
import type { PackEntry } from './pack-catalogue.ts';
import type { PackProgress } from './pack-progress.ts';

export interface BuildPackOptions {
  entry: PackEntry;
  rawFile: string;
  /** Where the pack is to be; one that is there is replaced. */
  folder: string;
  signal: AbortSignal;
  onProgress(progress: PackProgress): void;
}

/** Builds a pack in a folder aside, writes it to the disk, and moves it into place in one step. */
export async function buildPack({ entry, rawFile, folder, signal, onProgress }: BuildPackOptions): Promise<void> {
  const aside = `${folder}.building`;
  const { bytes } = entry.file;
  // One that was killed may have left its own behind.
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside);
  try {
    await buildGenerator({
      ggufFile: rawFile,
      folder: aside,
      about: entry.about,
      ...entry.build,
      onProgress: (done, total) => {
        if (signal.aborted) throw cancelled(signal.reason);
        onProgress({ phase: 'build', source: null, doneBytes: (bytes * done) / total, totalBytes: bytes });
      },
    });
    for (const name of await readdir(aside)) await flush(join(aside, name));
    await flush(aside);
    await rm(folder, { recursive: true, force: true });
    await rename(aside, folder);
    await flush(dirname(folder));
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Waits until a file, or a folder's list of names, is on the disk. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}
