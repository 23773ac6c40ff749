import { type Matrix, stackedValues } from './matrix.ts';
import { type Int8Blocks, quantizeInt8 } from './quantize-int8.ts';
import { isQ8, repackQ8 } from './repack-q8.ts';

const known = new WeakMap<Matrix, Int8Blocks>();

/**
 * Matrices one below the other in 8-bit blocks: a file's own where it has them, else rounded. A single matrix gives the same arrays
 * each time, so that an embedding that is also the output matrix is stored once.
 */
export function int8Blocks(parts: readonly Matrix[]): Int8Blocks {
  const [only, ...others] = parts;
  const isOne = only !== undefined && others.length === 0;
  const found = isOne ? known.get(only) : undefined;
  const blocks = found ?? (parts.every(isQ8) ? repackQ8(parts) : quantizeInt8(stackedValues(parts)));
  if (isOne) known.set(only, blocks);
  return blocks;
}
