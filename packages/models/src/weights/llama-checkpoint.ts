import { dequantize } from '../gguf/dequantize.ts';
import type { Gguf, GgufTensor } from '../gguf/read-gguf.ts';
import { PackError } from '../pack-error.ts';
import { checkLlamaTensors } from './check-llama-tensors.ts';
import { type LlamaShape, readLlamaShape } from './llama-shape.ts';
import { interleavedOrder, type Matrix, type RowOrder, storedMatrix, storedOrder } from './matrix.ts';

/** Queries, keys and values, in the order in which they are packed. */
export const attentionInputs = ['attn_q', 'attn_k', 'attn_v'] as const;

type AttentionInput = (typeof attentionInputs)[number];

/** The matrices of a layer. */
export type MatrixRole = AttentionInput | 'attn_output' | 'ffn_gate' | 'ffn_up' | 'ffn_down';

/** A llama-shaped model: its numbers and its weights by role, in the order of rows that the graph uses. */
export interface LlamaCheckpoint {
  shape: LlamaShape;
  embedding: Matrix;
  /** The output matrix; the embedding itself where the model ties them. */
  head: Matrix;
  matrix(layer: number, role: MatrixRole): Matrix;
  vector(name: string): Float32Array;
  /** The biases of queries, keys and values one after the other, or null where the model has none. */
  attentionBias(layer: number): Float32Array | null;
}

// Whether llama.cpp stores a model's query and key rows interleaved; the others keep the order of their checkpoint.
const interleaved: Readonly<Record<string, boolean>> = { llama: true, qwen2: false };

/** Reads a GGUF file as a llama-shaped model. Throws `unknown_architecture` by name, `corrupt` where weights are missing or wrong. */
export function readLlama(gguf: Gguf): LlamaCheckpoint {
  const architecture = String(gguf.metadata.get('general.architecture') ?? 'unnamed');
  if (!Object.hasOwn(interleaved, architecture)) {
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
  const embedding = storedMatrix(tensor('token_embd.weight'));
  const shape = readLlamaShape(gguf, architecture, embedding.rows);
  checkLlamaTensors(gguf, shape);
  const orderOf = (role: MatrixRole): RowOrder => {
    if (interleaved[architecture] !== true || (role !== 'attn_q' && role !== 'attn_k')) return storedOrder;
    return interleavedOrder(shape.headDim);
  };
  return {
    shape,
    embedding,
    head: gguf.tensors.has('output.weight') ? storedMatrix(tensor('output.weight')) : embedding,
    matrix: (layer, role) => storedMatrix(tensor(`blk.${layer}.${role}.weight`), orderOf(role)),
    vector: (name) => dequantize(tensor(name)),
    attentionBias: (layer) => stackBiases(gguf, shape, layer, orderOf),
  };
}

function stackBiases(
  { tensors }: Gguf,
  { heads, kvHeads, headDim }: LlamaShape,
  layer: number,
  orderOf: (role: AttentionInput) => RowOrder,
): Float32Array | null {
  const stored = attentionInputs.map((role) => tensors.get(`blk.${layer}.${role}.bias`));
  if (stored.every((bias) => bias === undefined)) return null;
  const stacked = new Float32Array((heads + 2 * kvHeads) * headDim);
  let at = 0;
  for (const [index, role] of attentionInputs.entries()) {
    const bias = stored[index];
    const values = bias === undefined ? null : dequantize(bias);
    const rowAt = orderOf(role);
    const length = (role === 'attn_q' ? heads : kvHeads) * headDim;
    // A bias that is missing beside one that is there counts as zero.
    for (let row = 0; row < length; row += 1) stacked[at + row] = values?.[rowAt(row)] ?? 0;
    at += length;
  }
  return stacked;
}
