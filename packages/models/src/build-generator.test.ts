import { mkdtemp, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildGenerator } from './build-generator.ts';
import { openPack } from './open-pack.ts';
import { temporaryFolder } from './test/temporary-folder.ts';
import { tinyEntry } from './test/tiny-entry.ts';
import { tinyGguf } from './test/tiny-model.ts';

const entry = tinyEntry(tinyGguf());

async function build(changes: Partial<Parameters<typeof buildGenerator>[0]> = {}): Promise<string> {
  const parent = await temporaryFolder();
  const folder = await mkdtemp(join(parent, 'pack-'));
  const ggufFile = join(parent, 'tiny.gguf');
  await writeFile(ggufFile, tinyGguf());
  await buildGenerator({ ggufFile, folder, about: entry.about, ...entry.build, ...changes });
  return folder;
}

describe('building a generator', () => {
  it('serves no longer context than the model has', async () => {
    const { manifest } = await openPack(await build({ contextLength: 1_000_000 }));
    expect(manifest.generator?.contextLength).toBe(64);
  });

  it('says in the manifest how many experts fit', async () => {
    const { manifest } = await openPack(await build({ experts: { slots: 4, rank: 2 } }));
    expect(manifest.generator?.experts).toEqual({ slots: 4, rank: 2 });
  });

  it('gives the same bytes each time', async () => {
    const [first, second] = [await build(), await build()];
    for (const name of await readdir(first))
      expect(await readFile(join(first, name))).toEqual(await readFile(join(second, name)));
  });

  it('tells of each layer', async () => {
    const seen: string[] = [];
    await build({ onProgress: (done, total) => seen.push(`${done} of ${total}`) });
    expect(seen).toEqual(['1 of 2', '2 of 2']);
  });

  it('writes no manifest where it fails, so that there is no pack', async () => {
    const folder = await temporaryFolder();
    const stop = () => {
      throw new Error('stopped');
    };
    await expect(build({ folder, onProgress: stop })).rejects.toThrowError('stopped');
    await expect(openPack(folder)).rejects.toMatchObject({ code: 'not_installed' });
  });

  it('refuses a file larger than it can read', async () => {
    const ggufFile = join(await temporaryFolder(), 'huge.gguf');
    const file = await open(ggufFile, 'w');
    // Sparse: it takes no room on the disk.
    await file.truncate(2 ** 31);
    await file.close();
    await expect(build({ ggufFile })).rejects.toMatchObject({ code: 'unsupported_type', message: /2147483648 bytes/ });
  });
});
