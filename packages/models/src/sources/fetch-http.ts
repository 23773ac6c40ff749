import { open, stat, truncate } from 'node:fs/promises';
import { PackError } from '../pack-error.ts';
import type { FetchOptions } from './fetch-options.ts';

const connectMs = 15_000;
const silenceMs = 30_000;

/**
 * Downloads into the part file, going on where an earlier attempt ended if the server can; one that cannot starts over. Throws
 * `source_unavailable`, `truncated` (the part file stays for the next attempt) or `cancelled`.
 */
export async function fetchHttp(url: string, options: FetchOptions): Promise<void> {
  const have = (await stat(options.partFile).catch(() => null))?.size ?? 0;
  if (have === options.bytes) return;
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), connectMs);
  const signal = AbortSignal.any([options.signal, silence.signal]);
  try {
    const response = await fetch(url, {
      signal,
      headers: have > 0 && have < options.bytes ? { range: `bytes=${have}-` } : {},
    });
    if (!response.ok || response.body === null) throw new Error(`the server answered ${response.status}`);
    const start = response.status === 206 ? startOf(response) : 0;
    await truncate(options.partFile, start).catch(() => {});
    const file = await open(options.partFile, start === 0 ? 'w' : 'r+');
    let at = start;
    try {
      for await (const chunk of response.body) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), silenceMs);
        if (at + chunk.byteLength > options.bytes) throw new Error('the server sent more than the file has');
        await file.write(chunk, 0, chunk.byteLength, at);
        at += chunk.byteLength;
        options.onBytes(at);
      }
    } finally {
      await file.close();
    }
    if (at < options.bytes)
      throw new PackError('truncated', `the download ended after ${at} of ${options.bytes} bytes`);
  } catch (cause) {
    if (options.signal.aborted)
      throw new PackError('cancelled', 'The download was stopped. It goes on from there the next time.', { cause });
    if (cause instanceof PackError) throw cause;
    throw new PackError('source_unavailable', reason(cause, silence.signal.aborted), { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** A server may answer a range with another one; the file is cut to where the answer begins. */
function startOf(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? 0);
}

function reason(error: unknown, silent: boolean): string {
  if (silent) return 'no answer in time';
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
