import type { Gguf } from '../gguf/read-gguf.ts';
import { PackError } from '../pack-error.ts';
import type { LlamaShape } from './llama-shape.ts';

// Blocks of the quantized kernels are this wide; no row may end in the middle of one.
const blockSize = 32;

/**
 * Makes sure that a file has the weights of its shape, in the right sizes, and no others: a weight that the graph would leave out
 * means a model of another make. Throws `corrupt` or `unknown_architecture` with the weight's name.
 */
export function checkLlamaTensors({ tensors }: Gguf, shape: LlamaShape): void {
  const { required, optional } = expectedTensors(shape);
  for (const [name, tensor] of tensors) {
    const sizes = required.get(name) ?? optional.get(name);
    if (sizes === undefined) {
      throw new PackError(
        'unknown_architecture',
        `The model has the weights ${name}, which a ${shape.architecture} model of the known kind has not. Use another model.`,
      );
    }
    if (tensor.shape.join() !== sizes.join())
      throw new PackError('corrupt', `The weights ${name} are [${tensor.shape}] instead of [${sizes}].`);
    if (sizes.length === 2 && (sizes[1] ?? 0) % blockSize !== 0)
      throw new PackError(
        'unknown_architecture',
        `The weights ${name} have rows that are no multiple of ${blockSize}.`,
      );
  }
  for (const name of required.keys())
    if (!tensors.has(name)) throw new PackError('corrupt', `The file lacks the weights ${name}.`);
}

function expectedTensors(shape: LlamaShape) {
  const { layers, heads, kvHeads, headDim, hiddenSize, feedForward, vocabSize } = shape;
  const queries = heads * headDim;
  const keys = kvHeads * headDim;
  const required = new Map<string, number[]>([
    ['token_embd.weight', [vocabSize, hiddenSize]],
    ['output_norm.weight', [hiddenSize]],
  ]);
  const optional = new Map<string, number[]>([['output.weight', [vocabSize, hiddenSize]]]);
  for (let layer = 0; layer < layers; layer += 1) {
    const role = (name: string) => `blk.${layer}.${name}`;
    required.set(role('attn_norm.weight'), [hiddenSize]);
    required.set(role('ffn_norm.weight'), [hiddenSize]);
    required.set(role('attn_q.weight'), [queries, hiddenSize]);
    required.set(role('attn_k.weight'), [keys, hiddenSize]);
    required.set(role('attn_v.weight'), [keys, hiddenSize]);
    required.set(role('attn_output.weight'), [hiddenSize, queries]);
    required.set(role('ffn_gate.weight'), [feedForward, hiddenSize]);
    required.set(role('ffn_up.weight'), [feedForward, hiddenSize]);
    required.set(role('ffn_down.weight'), [hiddenSize, feedForward]);
    optional.set(role('attn_q.bias'), [queries]);
    optional.set(role('attn_k.bias'), [keys]);
    optional.set(role('attn_v.bias'), [keys]);
  }
  return { required, optional };
}
