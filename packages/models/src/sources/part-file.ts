import { open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { fileError } from '../file-error.ts';
import { writeFully } from '../write-fully.ts';

/** Bytes of an unfinished download; 0 where there is none. */
export async function partSize(partFile: string): Promise<number> {
  return (await stat(partFile).catch(() => null))?.size ?? 0;
}

/** Removes an unfinished download, what is known about it, and a wheel that a killed installer left. */
export async function removePart(partFile: string): Promise<void> {
  const all = [partFile, `${partFile}.etag`, wheelFolder(partFile)];
  await Promise.all(all.map((path) => rm(path, { recursive: true, force: true })));
}

/** Where a Python wheel lies while its file is taken out. */
export function wheelFolder(partFile: string): string {
  return `${partFile}.wheel`;
}

/** The validator that a server gave with the bytes in the part file, if they came from this address. */
export async function partValidator(partFile: string, url: string): Promise<string | null> {
  const [from, etag] = (await readFile(`${partFile}.etag`, 'utf8').catch(() => '')).split('\n');
  return from === url && etag ? etag : null;
}

/** Keeps a server's validator for the next attempt. A weak one does not promise the same bytes and is not kept. */
export async function keepValidator(partFile: string, url: string, etag: string | null): Promise<void> {
  const file = `${partFile}.etag`;
  const kept = etag === null || etag.startsWith('W/') ? rm(file, { force: true }) : writeFile(file, `${url}\n${etag}`);
  await kept.catch((error) => Promise.reject(fileError(error)));
}

/** Writes chunks from a place on, dropping what the file had after it. Failures of the disk are `PackError`s. */
export async function writePart(
  partFile: string,
  start: number,
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const file = await open(partFile, start === 0 ? 'w' : 'r+').catch((error) => Promise.reject(fileError(error)));
  try {
    await file.truncate(start);
    let at = start;
    for await (const chunk of chunks) {
      await writeFully(file, chunk, at).catch((error) => Promise.reject(fileError(error)));
      at += chunk.byteLength;
      onBytes(at);
    }
  } finally {
    await file.close();
  }
}
