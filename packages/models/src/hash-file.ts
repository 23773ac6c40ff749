import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export interface HashFileOptions {
  signal?: AbortSignal;
  /** Hears how many bytes have been read in all. */
  onBytes?(bytes: number): void;
}

/** Hex sha256 of a file, read as a stream. Rejects with the signal's reason once it fires. */
export async function hashFile(file: string, { signal, onBytes }: HashFileOptions = {}): Promise<string> {
  const hash = createHash('sha256');
  let done = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    signal?.throwIfAborted();
    hash.update(chunk);
    done += chunk.length;
    onBytes?.(done);
  }
  return hash.digest('hex');
}
