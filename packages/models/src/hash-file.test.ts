import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashFile } from './hash-file.ts';
import { temporaryFolder } from './test/temporary-folder.ts';

const content = new Uint8Array(3_000_000).fill(7);

async function fileOf(bytes: Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), 'file');
  await writeFile(path, bytes);
  return path;
}

describe('the sha256 of a file', () => {
  it('is that of its bytes, and progress counts them', async () => {
    const seen: number[] = [];
    const hash = await hashFile(await fileOf(content), { onBytes: (bytes) => seen.push(bytes) });
    expect(hash).toBe(createHash('sha256').update(content).digest('hex'));
    expect(seen.at(-1)).toBe(content.length);
    expect(seen.length).toBeGreaterThan(1);
  });

  it('is that of nothing for an empty file', async () => {
    expect(await hashFile(await fileOf(new Uint8Array()))).toMatch(/^e3b0c442/);
  });

  it('is given up once the signal fires', async () => {
    const stopper = new AbortController();
    const hashing = hashFile(await fileOf(content), { signal: stopper.signal, onBytes: () => stopper.abort() });
    await expect(hashing).rejects.toThrowError(/aborted/);
  });
});
