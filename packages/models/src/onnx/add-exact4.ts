import { stackedSize } from '../weights/matrix.ts';
import { blockSize } from '../weights/quantize-int8.ts';
import { repackQ4 } from '../weights/repack-q4.ts';
import { addBlockView } from './add-block-view.ts';
import type { LinearLayer } from './add-linear.ts';
import { microsoft } from './graph-build.ts';

// Level 1 computes in float32. Level 4, with activations in 8 bits, is a quarter faster and picks another token in one of twenty.
const accuracyLevel = 1;

/**
 * Adds `y = x · Wᵀ` with the 4-bit values of the file themselves. The kernel's own zero points would have to be whole numbers (with
 * fractions it takes a path fifty times slower), so the blocks' offsets are a second, small product: `blocksum(x) · constants`.
 */
export async function addExact4({ writer, input, name, parts }: LinearLayer): Promise<string> {
  const { rows, columns } = stackedSize(parts);
  const blocks = columns / blockSize;
  const { packed, scales, constants } = repackQ4(parts);
  const weights = await writer.constant(`${name}.w`, 'uint8', [rows, blocks, blockSize / 2], packed);
  const scale = await writer.constant(`${name}.s`, 'float32', [scales.length], scales);
  const attributes = { K: columns, N: rows, bits: 4, block_size: blockSize, accuracy_level: accuracyLevel };
  const product = writer.node('MatMulNBits', [input, weights, scale], [`${name}.q`], { ...microsoft, attributes });
  const constant = await writer.constant(`${name}.c`, 'float32', [blocks, rows], constants);
  const last = await writer.constant('axis.last', 'int64', [1], BigInt64Array.of(-1n));
  const view = await addBlockView(writer, input, name, columns);
  const sums = writer.node('ReduceSum', [view, last], [`${name}.sums`], { attributes: { keepdims: 0 } });
  const rest = writer.node('MatMul', [sums, constant], [`${name}.rest`]);
  return writer.node('Add', [product, rest], [`${name}.y`]);
}
