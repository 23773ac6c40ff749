import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Gguf } from './gguf/read-gguf.ts';
import { readGguf } from './gguf/read-gguf.ts';
import { hashFile } from './hash-file.ts';
import type { GeneratorBlock, PackManifest } from './manifest.ts';
import type { ExpertBank } from './onnx/add-expert-branch.ts';
import type { Quantization } from './onnx/add-linear.ts';
import { buildLlamaGraph } from './onnx/build-llama-graph.ts';
import { PackError } from './pack-error.ts';
import { tokenizerFromGguf } from './tokenizer-from-gguf.ts';
import { readLlama } from './weights/llama-checkpoint.ts';

export interface BuildGeneratorOptions {
  ggufFile: string;
  /** An existing, empty folder. */
  folder: string;
  about: Pick<PackManifest, 'name' | 'version' | 'description' | 'licence' | 'sources' | 'metrics'>;
  chatTemplate: GeneratorBlock['chatTemplate'];
  quantization: Quantization;
  experts?: ExpertBank | null;
  /** Longest prompt and answer to serve; never more than the model's own. */
  contextLength: number;
  onProgress?(done: number, total: number): void;
}

const modelName = 'model.onnx';
const weightsName = 'weights.bin';
const tokenizerName = 'tokenizer.json';

/** Turns a GGUF file into a generator pack. The manifest is written last: a folder without one is no pack. */
export async function buildGenerator(options: BuildGeneratorOptions): Promise<void> {
  const { folder, quantization, experts = null, onProgress } = options;
  const gguf = readGguf(await readWhole(options.ggufFile));
  const checkpoint = readLlama(gguf);
  const contextLength = Math.min(options.contextLength, checkpoint.shape.contextLength);
  const shape = { ...checkpoint.shape, contextLength };
  await writeFile(join(folder, tokenizerName), JSON.stringify(tokenizerFromGguf(gguf)));
  await buildLlamaGraph({
    checkpoint: { ...checkpoint, shape },
    quantization,
    experts,
    folder,
    modelName,
    weightsName,
    onLayer: (done) => onProgress?.(done, shape.layers),
  });
  const { feedForward: _, ropeBase: __, epsilon: ___, ...block } = shape;
  const manifest: PackManifest = {
    ...options.about,
    kind: 'generator',
    files: await Promise.all([modelName, weightsName, tokenizerName].map((path) => describe(folder, path))),
    model: modelName,
    tokenizer: tokenizerName,
    generator: { ...block, eosTokenIds: [eosToken(gguf)], chatTemplate: options.chatTemplate, quantization, experts },
  };
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true });
}

/** Node reads files of up to 2 GiB at once. */
async function readWhole(file: string): Promise<Uint8Array> {
  const { size } = await stat(file);
  if (size >= 2 ** 31)
    throw new PackError('unsupported_type', `The file has ${size} bytes; up to 2 GB can be read. Use a smaller model.`);
  return readFile(file);
}

function eosToken({ metadata }: Gguf): number {
  return Number(metadata.get('tokenizer.ggml.eos_token_id') ?? 0);
}

async function describe(folder: string, path: string): Promise<PackManifest['files'][number]> {
  const file = join(folder, path);
  return { path, bytes: (await stat(file)).size, sha256: await hashFile(file) };
}
