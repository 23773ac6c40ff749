import { cancelled } from '../cancelled.ts';
import { PackError } from '../pack-error.ts';
import type { FetchOptions } from './fetch-options.ts';
import { keepValidator, partSize, partValidator, removePart, writePart } from './part-file.ts';

// Fewer bytes than this in a stretch of `silenceMs` count as silence: a server that drips must not hold up a start.
const leastBytes = 16_384;

/**
 * Downloads into the part file, going on where an earlier attempt ended if the server can; one that cannot starts over. A broken
 * connection is taken up again for as long as each attempt brings something. Throws `source_unavailable`, `truncated` (the part
 * file stays for the next time), `no_space`, `not_writable` or `cancelled`.
 */
export async function fetchHttp(url: string, options: FetchOptions): Promise<void> {
  for (;;) {
    const before = await partSize(options.partFile);
    try {
      return await fetchOnce(url, before, options);
    } catch (error) {
      const broke = error instanceof PackError && error.code === 'truncated';
      if (!broke || (await partSize(options.partFile)) < before + leastBytes) throw error;
    }
  }
}

async function fetchOnce(url: string, have: number, options: FetchOptions): Promise<void> {
  const { partFile, bytes, signal, patience } = options;
  if (have > bytes) await removePart(partFile);
  const watch = watchSilence(patience.connectMs);
  const progress = { start: 0, at: 0 };
  try {
    const headers = await rangeHeaders(url, have > bytes ? 0 : have, partFile);
    const response = await fetch(url, { signal: AbortSignal.any([signal, watch.signal]), headers });
    progress.start = startOf(response, have, bytes);
    await keepValidator(partFile, url, response.headers.get('etag'));
    watch.expect(leastBytes, patience.silenceMs);
    await writePart(partFile, progress.start, bounded(response, progress.start, bytes), (at) => {
      progress.at = at;
      watch.count(at - progress.start);
      options.onBytes(at);
    });
    if (progress.at < bytes) throw new Error('the connection ended early');
  } catch (cause) {
    if (cause instanceof PackError) throw cause;
    if (signal.aborted) throw cancelled(cause);
    const why = watch.signal.aborted ? 'no answer in time' : reason(cause);
    if (progress.at <= progress.start) throw new PackError('source_unavailable', why, { cause });
    throw new PackError('truncated', `${why}, after ${progress.at} of ${bytes} bytes`, { cause });
  } finally {
    watch.stop();
  }
}

async function rangeHeaders(url: string, have: number, partFile: string): Promise<Record<string, string>> {
  // The bytes must be the file's own: a compressed answer has other lengths and places.
  const headers = { 'accept-encoding': 'identity' };
  if (have === 0) return headers;
  const validator = await partValidator(partFile, url);
  return { ...headers, range: `bytes=${have}-`, ...(validator === null ? {} : { 'if-range': validator }) };
}

/** Where an answer begins in the file. Throws on one that cannot be the file, before anything of it is kept. */
function startOf(response: Response, have: number, bytes: number): number {
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  const start = response.status === 206 ? Number(range?.[1]) : 0;
  const length = response.headers.get('content-length');
  const total = response.status === 206 ? range?.[2] : length;
  if (!(start <= have)) throw new Error('the server answered with another part than was asked for');
  if (total && total !== '*' && Number(total) !== bytes)
    throw new Error(`the server has a file of ${total} bytes instead of ${bytes}`);
  return start;
}

async function* bounded(response: Response, start: number, bytes: number): AsyncGenerator<Uint8Array> {
  let at = start;
  for await (const chunk of response.body ?? []) {
    at += chunk.byteLength;
    if (at > bytes) throw new PackError('source_unavailable', 'the server sent more than the file has');
    yield chunk;
  }
}

/** A signal that fires where nothing came in time: first an answer, then so many bytes in every stretch. */
function watchSilence(connectMs: number) {
  const controller = new AbortController();
  let timer = setTimeout(() => controller.abort(), connectMs);
  let counted = 0;
  return {
    signal: controller.signal,
    count(bytes: number): void {
      counted = bytes;
    },
    expect(least: number, everyMs: number): void {
      clearTimeout(timer);
      let before = 0;
      timer = setInterval(() => {
        if (counted - before < least) controller.abort();
        before = counted;
      }, everyMs);
    },
    /** Also closes a connection whose answer was not read to its end. */
    stop(): void {
      clearTimeout(timer);
      controller.abort();
    },
  };
}

function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
