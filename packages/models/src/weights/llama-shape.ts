import type { Gguf } from '../gguf/read-gguf.ts';
import { PackError } from '../pack-error.ts';

/** The numbers of a llama-shaped model. */
export interface LlamaShape {
  architecture: string;
  layers: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  hiddenSize: number;
  feedForward: number;
  vocabSize: number;
  /** Longest prompt and answer together, in tokens. */
  contextLength: number;
  ropeBase: number;
  epsilon: number;
}

/**
 * Reads a model's numbers from the metadata of its file. Throws `corrupt` where one is missing or they do not go together, and
 * `unknown_architecture` where the file asks for something that the graph does not do.
 */
export function readLlamaShape({ metadata }: Gguf, architecture: string, vocabSize: number): LlamaShape {
  const read = (key: string, fallback?: number): number => {
    const value = metadata.get(`${architecture}.${key}`) ?? fallback;
    if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value))
      throw new PackError('corrupt', `The file lacks ${architecture}.${key}.`);
    return value;
  };
  const heads = read('attention.head_count');
  const hiddenSize = read('embedding_length');
  const headDim = read('attention.key_length', hiddenSize / heads);
  const scaling = metadata.get(`${architecture}.rope.scaling.type`) ?? 'none';
  if (scaling !== 'none') throw unknown(`rotary scaling "${scaling}"`);
  if (read('rope.dimension_count', headDim) !== headDim) throw unknown('rotary embedding of a part of each head');
  if (read('attention.value_length', headDim) !== headDim) throw unknown('values of another width than keys');
  return checked({
    architecture,
    layers: read('block_count'),
    heads,
    kvHeads: read('attention.head_count_kv', heads),
    headDim,
    hiddenSize,
    feedForward: read('feed_forward_length'),
    vocabSize,
    contextLength: read('context_length'),
    ropeBase: read('rope.freq_base', 10_000),
    epsilon: read('attention.layer_norm_rms_epsilon'),
  });
}

function checked(shape: LlamaShape): LlamaShape {
  const { architecture: _, ropeBase: __, epsilon: ___, ...counts } = shape;
  for (const [name, value] of Object.entries(counts))
    if (!Number.isSafeInteger(value)) throw new PackError('corrupt', `The file claims ${value} for ${name}.`);
  if (shape.headDim % 2 !== 0 || shape.heads % shape.kvHeads !== 0)
    throw new PackError('corrupt', `The file claims ${shape.heads} heads of ${shape.headDim} on ${shape.kvHeads}.`);
  return shape;
}

function unknown(what: string): PackError {
  return new PackError('unknown_architecture', `The model needs ${what}, which is not known. Use another model.`);
}
