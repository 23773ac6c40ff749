import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startFileServer } from '../test/file-server.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { fetchHttp } from './fetch-http.ts';
import type { FetchOptions } from './fetch-options.ts';

const file = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7919) >> 5);
const other = file.map((byte) => byte ^ 255);
const patience = { connectMs: 2_000, silenceMs: 2_000, silentSourceMs: 2_000 };

async function fetchInto(url: string, changes: Partial<FetchOptions> = {}, already = new Uint8Array()) {
  const partFile = join(await temporaryFolder(), 'file.part');
  if (already.length > 0) await writeFile(partFile, already);
  const seen: number[] = [];
  const onBytes = (bytes: number) => seen.push(bytes);
  const signal = new AbortController().signal;
  const options = { partFile, bytes: file.length, signal, patience, onBytes, ...changes };
  const done = fetchHttp(url, options);
  return { partFile, seen, done, again: () => fetchHttp(url, options) };
}

const coded = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe('a download', () => {
  it('brings the whole file and tells how far it is', async () => {
    const server = await startFileServer(file);
    const { partFile, seen, done } = await fetchInto(server.url);
    await done;
    expect(new Uint8Array(await readFile(partFile))).toEqual(file);
    expect(seen.at(-1)).toBe(file.length);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(server.requests[0]?.['accept-encoding']).toBe('identity');
  });

  it('goes on after a broken connection with what is missing only', async () => {
    const server = await startFileServer(file, { cutAfter: 100_000 });
    const { partFile, done } = await fetchInto(server.url);
    await done;
    expect(new Uint8Array(await readFile(partFile))).toEqual(file);
    expect(server.requests.length).toBeGreaterThanOrEqual(3);
    expect(server.requests[1]).toMatchObject({ range: 'bytes=100000-', 'if-range': '"one"' });
  });

  it('goes on the next time where this one ended', async () => {
    const server = await startFileServer(file);
    const { partFile, done } = await fetchInto(server.url, {}, file.slice(0, 120_000));
    await done;
    expect(new Uint8Array(await readFile(partFile))).toEqual(file);
    expect(server.requests[0]?.range).toBe('bytes=120000-');
  });

  it('starts over where the file on the server has become another', async () => {
    const server = await startFileServer(other, { cutAfter: 100_000, etag: '"old"' });
    const stopper = new AbortController();
    const onBytes = (bytes: number) => bytes >= 100_000 && stopper.abort();
    const first = await fetchInto(server.url, { signal: stopper.signal, onBytes });
    await expect(first.done).rejects.toEqual(coded('cancelled', /stopped/));
    Object.assign(server.manner, { file, cutAfter: null, etag: '"new"' });
    await fetchHttp(server.url, {
      partFile: first.partFile,
      bytes: file.length,
      signal: new AbortController().signal,
      patience,
      onBytes: () => {},
    });
    expect(server.requests.at(-1)?.['if-range']).toBe('"old"');
    expect(new Uint8Array(await readFile(first.partFile))).toEqual(file);
  });

  it('starts over with a server that knows no ranges', async () => {
    const server = await startFileServer(file, { ranges: false });
    const { partFile, done } = await fetchInto(server.url, {}, other.slice(0, 200_000));
    await done;
    expect(new Uint8Array(await readFile(partFile))).toEqual(file);
  });

  it('takes a file whose length is not announced', async () => {
    const server = await startFileServer(file, { chunked: true });
    const { partFile, done } = await fetchInto(server.url);
    await done;
    expect((await stat(partFile)).size).toBe(file.length);
  });

  it('drops a part that is longer than the file', async () => {
    const server = await startFileServer(file);
    const { partFile, done } = await fetchInto(server.url, {}, new Uint8Array(file.length + 5));
    await done;
    expect(server.requests[0]?.range).toBeUndefined();
    expect(new Uint8Array(await readFile(partFile))).toEqual(file);
  });
});

describe('a download that fails', () => {
  it('is truncated where a server without ranges breaks off, and keeps its part', async () => {
    const server = await startFileServer(file, { ranges: false, cutAfter: 50_000 });
    const { partFile, done } = await fetchInto(server.url);
    await expect(done).rejects.toEqual(coded('truncated', /of 300000 bytes/));
    expect((await stat(partFile)).size).toBe(50_000);
  });

  it.each([404, 403, 416, 500, 503])('names the status %i', async (status) => {
    const server = await startFileServer(file, { status });
    const { done } = await fetchInto(server.url);
    await expect(done).rejects.toEqual(coded('source_unavailable', new RegExp(String(status))));
  });

  it('leaves the part alone where a server answers with another file, as a login page of a hotel does', async () => {
    const server = await startFileServer(new Uint8Array(Buffer.from('<html>please log in</html>')), { ranges: false });
    const { partFile, done } = await fetchInto(server.url, {}, file.slice(0, 1_000));
    await expect(done).rejects.toEqual(coded('source_unavailable', /26 bytes instead of 300000/));
    expect((await stat(partFile)).size).toBe(1_000);
  });

  it('leaves no gap where a server answers with a later part than was asked for', async () => {
    const server = await startFileServer(file, { shift: 500 });
    const { partFile, done } = await fetchInto(server.url, {}, file.slice(0, 1_000));
    await expect(done).rejects.toEqual(coded('source_unavailable', /another part/));
    expect((await stat(partFile)).size).toBe(1_000);
  });

  it('takes no more than the file has', async () => {
    const endless = new Uint8Array(file.length * 3);
    const server = await startFileServer(endless, { chunked: true });
    const { partFile, done } = await fetchInto(server.url);
    await expect(done).rejects.toEqual(coded('source_unavailable', /more than the file has/));
    expect((await stat(partFile)).size).toBeLessThanOrEqual(file.length);
  });

  it('does not wait for a server that falls silent', async () => {
    const server = await startFileServer(file, { ranges: false, stallAfter: 30_000 });
    const { done } = await fetchInto(server.url, { patience: { ...patience, silenceMs: 100 } });
    await expect(done).rejects.toEqual(coded('truncated', /no answer in time/));
    expect(server.requests.length).toBe(2);
  });

  it('does not wait for a server that never answers', async () => {
    const server = await startFileServer(file, { stallAfter: 0 });
    const { done } = await fetchInto(server.url, { patience: { ...patience, silenceMs: 80 } });
    await expect(done).rejects.toEqual(coded('source_unavailable', /no answer in time/));
  });

  it('says that nobody listens', async () => {
    const { done } = await fetchInto('http://127.0.0.1:1/file');
    await expect(done).rejects.toEqual(coded('source_unavailable', /./));
  });

  it('names a folder that cannot be written', async () => {
    const server = await startFileServer(file);
    const { done } = await fetchInto(server.url, { partFile: '/proc/guichet/file.part' });
    await expect(done).rejects.toEqual(coded('not_writable', /permissions/));
  });
});
