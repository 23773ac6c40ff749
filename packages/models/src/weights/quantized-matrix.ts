import { type Matrix, stackedValues } from './matrix.ts';
import { type Int8Blocks, quantizeInt8 } from './quantize-int8.ts';

const known = new WeakMap<Matrix, Int8Blocks>();

/** A matrix in 8-bit blocks; the same arrays each time, so that an embedding that is also the output matrix is stored once. */
export function quantizedMatrix(matrix: Matrix): Int8Blocks {
  const blocks = known.get(matrix) ?? quantizeInt8(stackedValues([matrix]));
  known.set(matrix, blocks);
  return blocks;
}
