import { stat } from 'node:fs/promises';
import { cancelled } from './cancelled.ts';
import { hashFile } from './hash-file.ts';
import type { PackEntry, PackSource } from './pack-catalogue.ts';
import { PackError } from './pack-error.ts';
import type { PackProgress } from './pack-progress.ts';
import { fetchHttp } from './sources/fetch-http.ts';
import type { Patience } from './sources/fetch-options.ts';
import { fetchPip } from './sources/fetch-pip.ts';
import { partSize, removePart } from './sources/part-file.ts';

export interface FetchRawFileOptions {
  entry: PackEntry;
  /** Where a download is kept until it is whole, and over an interruption. */
  partFile: string;
  sources: readonly PackSource[];
  signal: AbortSignal;
  patience: Patience;
  onProgress(progress: PackProgress): void;
}

// After these the next source could not help.
const final = new Set(['cancelled', 'no_space', 'not_writable']);

/**
 * Fetches a pack's raw file from the first source that has it; gives back where it lies, its size and sha256 checked. Throws
 * `source_unavailable` with each source's reason, or at once `cancelled`, `no_space` or `not_writable`.
 */
export async function fetchRawFile(options: FetchRawFileOptions): Promise<string> {
  const { entry, partFile, sources } = options;
  if ((await partSize(partFile)) === entry.file.bytes && (await isWhole(options))) return partFile;
  const reasons: string[] = [];
  for (const source of sources) {
    try {
      return await fetchFrom(source, options);
    } catch (error) {
      if (!(error instanceof PackError) || final.has(error.code)) throw error;
      reasons.push(`${source.name}: ${error.message}`);
    }
  }
  throw new PackError(
    'source_unavailable',
    `${entry.name} could not be fetched (${reasons.join('; ')}). Check the network, then start again.`,
  );
}

async function fetchFrom(source: PackSource, options: FetchRawFileOptions): Promise<string> {
  const { entry, partFile } = options;
  if (source.kind === 'file') {
    if ((await stat(source.path).catch(() => null))?.isFile() !== true)
      throw new PackError('source_unavailable', 'not there');
    await verify(source.path, options);
    return source.path;
  }
  const resumed = (await partSize(partFile)) > 0;
  await download(source, options);
  try {
    await verify(partFile, options);
  } catch (error) {
    // Going on from bytes that are wrong can only fail again: they are dropped, and a source that only added to them is asked anew.
    if (!(error instanceof PackError) || error.code !== 'checksum_mismatch') throw error;
    await removePart(partFile);
    if (!resumed) throw error;
    options.onProgress({ phase: 'download', source: source.name, doneBytes: 0, totalBytes: entry.file.bytes });
    return fetchFrom(source, options);
  }
  return partFile;
}

function download(source: Exclude<PackSource, { kind: 'file' }>, options: FetchRawFileOptions): Promise<void> {
  const { entry, partFile, signal, patience, onProgress } = options;
  const { bytes } = entry.file;
  const onBytes = (doneBytes: number) =>
    onProgress({ phase: 'download', source: source.name, doneBytes, totalBytes: bytes });
  onBytes(0);
  const fetchOptions = { partFile, bytes, signal, patience, onBytes };
  return source.kind === 'http' ? fetchHttp(source.url, fetchOptions) : fetchPip(source, fetchOptions);
}

async function isWhole(options: FetchRawFileOptions): Promise<boolean> {
  try {
    await verify(options.partFile, options);
    return true;
  } catch (error) {
    if (!(error instanceof PackError) || error.code !== 'checksum_mismatch') throw error;
    await removePart(options.partFile);
    return false;
  }
}

async function verify(file: string, { entry, signal, onProgress }: FetchRawFileOptions): Promise<void> {
  const { bytes, sha256 } = entry.file;
  const { size } = await stat(file);
  if (size !== bytes) throw new PackError('checksum_mismatch', `the file has ${size} bytes instead of ${bytes}`);
  const onBytes = (doneBytes: number) => onProgress({ phase: 'verify', source: null, doneBytes, totalBytes: bytes });
  const hash = await hashFile(file, { signal, onBytes }).catch((error) => {
    throw signal.aborted ? cancelled(error) : error;
  });
  if (hash !== sha256)
    throw new PackError('checksum_mismatch', `the file is not the expected one (sha256 ${hash.slice(0, 12)}…)`);
}
