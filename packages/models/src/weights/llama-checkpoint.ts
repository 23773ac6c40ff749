import { dequantize } from '../gguf/dequantize.ts';
import type { Gguf, GgufTensor } from '../gguf/read-gguf.ts';
import { PackError } from '../pack-error.ts';
import { type Matrix, plainMatrix, unpermutedMatrix } from './matrix.ts';

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
  contextLength: number;
  ropeBase: number;
  epsilon: number;
}

/** A llama-shaped model: its numbers and its weights by role. */
export interface LlamaCheckpoint {
  shape: LlamaShape;
  embedding: Matrix;
  /** The output matrix; the embedding itself where the model ties them. */
  head: Matrix;
  matrix(
    layer: number,
    role: 'attn_q' | 'attn_k' | 'attn_v' | 'attn_output' | 'ffn_gate' | 'ffn_up' | 'ffn_down',
  ): Matrix;
  /** A vector, or null where the model has none. */
  vector(name: string): Float32Array | null;
}

// Models whose query and key rows llama.cpp stores interleaved; the others keep the order of their checkpoint.
const interleaved: Record<string, boolean> = { llama: true, qwen2: false };

/** Reads a GGUF file as a llama-shaped model. Throws `unknown_architecture` by name, `corrupt` where a weight is missing. */
export function readLlama(gguf: Gguf): LlamaCheckpoint {
  const architecture = String(gguf.metadata.get('general.architecture') ?? 'unnamed');
  const isInterleaved = interleaved[architecture];
  if (isInterleaved === undefined) {
    throw new PackError(
      'unknown_architecture',
      `Models of the architecture "${architecture}" are not known. Known: ${Object.keys(interleaved).join(', ')}.`,
    );
  }
  const tensor = (name: string): GgufTensor => {
    const found = gguf.tensors.get(name);
    if (found === undefined) throw new PackError('corrupt', `The file lacks the weights ${name}.`);
    return found;
  };
  const embedding = plainMatrix(tensor('token_embd.weight'));
  const shape = readShape(gguf, architecture, embedding.rows);
  const output = gguf.tensors.get('output.weight');
  return {
    shape,
    embedding,
    head: output === undefined ? embedding : plainMatrix(output),
    matrix(layer, role) {
      const stored = tensor(`blk.${layer}.${role}.weight`);
      if (isInterleaved && role === 'attn_q') return unpermutedMatrix(stored, shape.heads);
      return isInterleaved && role === 'attn_k' ? unpermutedMatrix(stored, shape.kvHeads) : plainMatrix(stored);
    },
    vector(name) {
      const found = gguf.tensors.get(name);
      return found === undefined ? null : dequantize(found);
    },
  };
}

function readShape({ metadata }: Gguf, architecture: string, vocabSize: number): LlamaShape {
  const number = (key: string, fallback?: number): number => {
    const value = metadata.get(`${architecture}.${key}`) ?? fallback;
    if (typeof value !== 'number' || !(value > 0))
      throw new PackError('corrupt', `The file lacks ${architecture}.${key}.`);
    return value;
  };
  const heads = number('attention.head_count');
  const hiddenSize = number('embedding_length');
  return {
    architecture,
    layers: number('block_count'),
    heads,
    kvHeads: number('attention.head_count_kv', heads),
    headDim: number('attention.key_length', hiddenSize / heads),
    hiddenSize,
    feedForward: number('feed_forward_length'),
    vocabSize,
    contextLength: number('context_length'),
    ropeBase: number('rope.freq_base', 10_000),
    epsilon: number('attention.layer_norm_rms_epsilon'),
  };
}
