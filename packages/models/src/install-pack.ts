import { copyFile, mkdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { buildGenerator } from './build-generator.ts';
import { hashFile } from './hash-file.ts';
import { openPack } from './open-pack.ts';
import type { PackEntry, PackSource } from './pack-catalogue.ts';
import { PackError } from './pack-error.ts';
import { takePackLock } from './pack-lock.ts';
import { fetchHttp } from './sources/fetch-http.ts';
import type { FetchOptions } from './sources/fetch-options.ts';
import { fetchPip } from './sources/fetch-pip.ts';

export interface PackProgress {
  phase: 'download' | 'verify' | 'build';
  /** Where the file comes from, while it is fetched. */
  source: string | null;
  doneBytes: number;
  totalBytes: number;
}

export interface InstallPackOptions {
  entry: PackEntry;
  packsFolder: string;
  signal?: AbortSignal;
  /** Never ask a source; what is on this machine must do. */
  offline?: boolean;
  onProgress?(progress: PackProgress): void;
}

/** The raw file, the built graph, and some air. */
const spaceFactor = 4;

/**
 * Installs a pack unless it is there: fetches the raw file from the first source that has it, checks its sha256, builds the graph in a
 * folder aside, and moves that into place in one step, so that a half-installed pack is never seen. A download that was cut goes on
 * the next time. Throws `PackError`; where no source answers its message names each with its reason.
 */
export async function installPack(options: InstallPackOptions): Promise<{ folder: string; installed: boolean }> {
  const { entry, packsFolder, offline = false } = options;
  const folder = join(packsFolder, entry.name);
  if (await isInstalled(folder)) return { folder, installed: false };
  await mkdir(packsFolder, { recursive: true });
  const unlock = await takePackLock(join(packsFolder, `${entry.name}.lock`));
  try {
    if (await isInstalled(folder)) return { folder, installed: false };
    await requireSpace(packsFolder, entry.file.bytes * spaceFactor);
    const raw = join(packsFolder, `${entry.name}.part`);
    await fetchFile(options, raw, offline ? entry.sources.filter((source) => source.kind === 'file') : entry.sources);
    await build(options, raw, folder);
    await rm(raw, { force: true });
    return { folder, installed: true };
  } catch (error) {
    throw asPackError(error);
  } finally {
    await unlock();
  }
}

async function isInstalled(folder: string): Promise<boolean> {
  return openPack(folder).then(
    () => true,
    () => false,
  );
}

async function fetchFile(options: InstallPackOptions, raw: string, sources: readonly PackSource[]): Promise<void> {
  const { entry, signal = new AbortController().signal, onProgress } = options;
  const reasons: string[] = [];
  for (const source of sources) {
    const report = (doneBytes: number) =>
      onProgress?.({ phase: 'download', source: source.name, doneBytes, totalBytes: entry.file.bytes });
    report(0);
    try {
      await fetchFrom(source, { partFile: raw, bytes: entry.file.bytes, signal, onBytes: report });
      return await verify(options, raw);
    } catch (error) {
      if (!(error instanceof PackError) || error.code === 'cancelled' || error.code === 'no_space') throw error;
      reasons.push(`${source.name}: ${error.message}`);
    }
  }
  const tried = reasons.length === 0 ? 'none may be asked (offline)' : reasons.join('; ');
  throw new PackError(
    'source_unavailable',
    `${entry.name} could not be fetched (${tried}). Check the network, then start again.`,
  );
}

function fetchFrom(source: PackSource, options: FetchOptions): Promise<void> {
  if (source.kind === 'http') return fetchHttp(source.url, options);
  if (source.kind === 'pip') return fetchPip(source, options);
  return copyFile(source.path, options.partFile).catch((cause) => {
    throw new PackError('source_unavailable', 'the file is not there', { cause });
  });
}

/** A file that is not the one we know is thrown away at once: going on from it could only fail again. */
async function verify({ entry, onProgress }: InstallPackOptions, raw: string): Promise<void> {
  const { bytes, sha256 } = entry.file;
  const size = (await stat(raw)).size;
  let done = 0;
  const hash = await hashFile(raw, (count) => {
    done += count;
    onProgress?.({ phase: 'verify', source: null, doneBytes: done, totalBytes: bytes });
  });
  if (size === bytes && hash === sha256) return;
  await rm(raw, { force: true });
  throw new PackError('checksum_mismatch', `the file is not the expected one (sha256 ${hash.slice(0, 12)}…)`);
}

async function build({ entry, onProgress, signal }: InstallPackOptions, raw: string, folder: string): Promise<void> {
  const aside = `${folder}.building`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  try {
    await buildGenerator({
      ggufFile: raw,
      folder: aside,
      about: entry.about,
      ...entry.build,
      onProgress: (done, total) => {
        if (signal?.aborted) throw new PackError('cancelled', 'The installation was stopped.');
        onProgress?.({
          phase: 'build',
          source: null,
          doneBytes: (entry.file.bytes * done) / total,
          totalBytes: entry.file.bytes,
        });
      },
    });
    await rm(folder, { recursive: true, force: true });
    await rename(aside, folder);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function requireSpace(folder: string, bytes: number): Promise<void> {
  const disk = await statfs(folder);
  const free = disk.bavail * disk.bsize;
  if (free < bytes)
    throw noSpace(`${Math.ceil(bytes / 1e6)} MB are needed in ${folder} and ${Math.floor(free / 1e6)} MB are free`);
}

function asPackError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOSPC' || code === 'EDQUOT' ? noSpace('the disk is full', error) : error;
}

function noSpace(what: string, cause?: unknown): PackError {
  return new PackError('no_space', `The model cannot be installed: ${what}. Free some space, then start again.`, {
    cause,
  });
}
