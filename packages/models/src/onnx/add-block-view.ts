import { blockSize } from '../weights/quantize-int8.ts';
import type { GraphWriter } from './graph-writer.ts';

/** Adds a view of activations [batch, tokens, columns] in blocks, [batch, tokens, columns / 32, 32]. */
export async function addBlockView(writer: GraphWriter, input: string, name: string, columns: number): Promise<string> {
  const sizes = BigInt64Array.of(0n, 0n, BigInt(columns / blockSize), BigInt(blockSize));
  const shape = await writer.constant(`blocks.${columns}`, 'int64', [4], sizes);
  return writer.node('Reshape', [input, shape], [`${name}.blocks`]);
}
