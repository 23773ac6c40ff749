import { int8Blocks } from '../weights/int8-blocks.ts';
import { stackedSize } from '../weights/matrix.ts';
import { blockSize } from '../weights/quantize-int8.ts';
import type { LinearLayer } from './add-linear.ts';
import { microsoft } from './graph-build.ts';

// Level 4 rounds the activations to 8 bits as well; at the levels that do not, the 8-bit kernel is slower than float32.
const accuracyLevel = 4;

/** Adds `y = x · Wᵀ` with weights in blocks of 8 bits. */
export async function addInt8({ writer, input, name, parts }: LinearLayer): Promise<string> {
  const { rows, columns } = stackedSize(parts);
  const { quantized, scales } = int8Blocks(parts);
  const weights = await writer.constant(`${name}.w`, 'uint8', [rows, columns / blockSize, blockSize], quantized);
  const scale = await writer.constant(`${name}.s`, 'float32', [scales.length], scales);
  const attributes = { K: columns, N: rows, bits: 8, block_size: blockSize, accuracy_level: accuracyLevel };
  return writer.node('MatMulNBits', [input, weights, scale], [`${name}.y`], { ...microsoft, attributes });
}
