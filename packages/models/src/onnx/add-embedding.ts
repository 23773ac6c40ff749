import { int8Blocks } from '../weights/int8-blocks.ts';
import { stackedValues } from '../weights/matrix.ts';
import { blockSize } from '../weights/quantize-int8.ts';
import { type GraphBuild, microsoft } from './graph-build.ts';

/** Adds the look-up of the tokens' vectors; gives back their name. Quantized graphs keep them in blocks of 8 bits. */
export async function addEmbedding({ writer, checkpoint, quantization }: GraphBuild): Promise<string> {
  const { embedding } = checkpoint;
  const { rows, columns } = embedding;
  if (quantization === 'fp32') {
    const table = await writer.constant('embedding.w', 'float32', [rows, columns], stackedValues([embedding]));
    return writer.node('Gather', [table, 'input_ids'], ['embedded']);
  }
  const { quantized, scales } = int8Blocks([embedding]);
  const blocks = columns / blockSize;
  const inputs = [
    await writer.constant('embedding.q', 'uint8', [rows, columns], quantized),
    'input_ids',
    await writer.constant('embedding.s', 'float32', [rows, blocks], scales),
    await writer.constant('embedding.z', 'uint8', [rows, blocks], new Uint8Array(rows * blocks).fill(128)),
  ];
  const attributes = { gather_axis: 0, quantize_axis: 1, block_size: blockSize, bits: 8 };
  return writer.node('GatherBlockQuantized', inputs, ['embedded'], { ...microsoft, attributes });
}
