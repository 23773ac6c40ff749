import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildGenerator } from './build-generator.ts';
import { openPack } from './open-pack.ts';
import { temporaryFolder } from './test/temporary-folder.ts';
import { tinyEntry } from './test/tiny-entry.ts';
import { tinyGguf } from './test/tiny-model.ts';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  const file = tinyGguf();
  const ggufFile = join(await temporaryFolder(), 'tiny.gguf');
  await writeFile(ggufFile, file);
  const { about, build } = tinyEntry(file);
  await buildGenerator({ ggufFile, folder, about, ...build });
});

const changeManifest = async (change: (manifest: Record<string, unknown>) => void): Promise<void> => {
  const path = join(folder, 'manifest.json');
  const manifest: Record<string, unknown> = JSON.parse(await readFile(path, 'utf8'));
  change(manifest);
  await writeFile(path, JSON.stringify(manifest));
};

describe('an installed pack', () => {
  it('opens with its manifest and the places of its files', async () => {
    const pack = await openPack(folder, { verify: true });
    expect(pack).toMatchObject({
      folder,
      modelFile: join(folder, 'model.onnx'),
      tokenizerFile: join(folder, 'tokenizer.json'),
    });
    expect(pack.manifest.generator).toEqual({
      architecture: 'llama',
      layers: 2,
      heads: 4,
      kvHeads: 2,
      headDim: 16,
      hiddenSize: 64,
      vocabSize: 264,
      contextLength: 32,
      eosTokenIds: [2],
      chatTemplate: expect.anything(),
      quantization: 'exact4',
      experts: null,
    });
  });

  it('is not installed where the folder holds no manifest', async () => {
    await rm(join(folder, 'manifest.json'));
    await expect(openPack(folder)).rejects.toMatchObject({ code: 'not_installed', message: /No model pack/ });
  });

  it.each(['model.onnx', 'weights.bin', 'tokenizer.json'])(
    'is truncated where %s is missing or short',
    async (name) => {
      const path = join(folder, name);
      await truncate(path, 10);
      await expect(openPack(folder)).rejects.toMatchObject({ code: 'truncated', message: /has 10 bytes instead of/ });
      await rm(path);
      await expect(openPack(folder)).rejects.toMatchObject({ code: 'truncated', message: /is missing/ });
    },
  );

  it('has a wrong checksum where a byte has changed, which is looked for when asked', async () => {
    const path = join(folder, 'weights.bin');
    const bytes = await readFile(path);
    bytes[5_000] = (bytes[5_000] ?? 0) ^ 1;
    await writeFile(path, bytes);
    await expect(openPack(folder)).resolves.toBeDefined();
    await expect(openPack(folder, { verify: true })).rejects.toMatchObject({ code: 'checksum_mismatch' });
  });
});

describe('a manifest is not valid', () => {
  it.each<[string, (manifest: Record<string, unknown>) => void]>([
    ['without a name', (manifest) => delete manifest.name],
    ['with a file outside of its folder', (manifest) => Object.assign(manifest, { model: '../model.onnx' })],
    ['with an absolute file', (manifest) => Object.assign(manifest, { tokenizer: '/etc/passwd' })],
    ['with a model that is not among its files', (manifest) => Object.assign(manifest, { model: 'other.onnx' })],
    ['without the block of its kind', (manifest) => Object.assign(manifest, { kind: 'encoder' })],
    ['with a file listed twice', (manifest) => Array.isArray(manifest.files) && manifest.files.push(manifest.files[0])],
    ['of an unknown kind', (manifest) => Object.assign(manifest, { kind: 'painter' })],
  ])('%s', async (_, change) => {
    await changeManifest(change);
    await expect(openPack(folder)).rejects.toMatchObject({ code: 'invalid_manifest' });
  });

  it('where it is no JSON', async () => {
    await writeFile(join(folder, 'manifest.json'), '{"name": ');
    await expect(openPack(folder)).rejects.toMatchObject({ code: 'invalid_manifest' });
  });
});
