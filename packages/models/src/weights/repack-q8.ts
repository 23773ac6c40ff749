import { halfToNumber } from '../gguf/half-float.ts';
import { type Matrix, stackedSize } from './matrix.ts';
import { blockSize, type Int8Blocks } from './quantize-int8.ts';

/** Whether a matrix is stored in blocks of 8 bits. */
export function isQ8({ tensor }: Matrix): boolean {
  return tensor.type.name === 'Q8_0';
}

/** 8-bit matrices of the same width, one below the other, without loss: only the sign is stored in another way. */
export function repackQ8(parts: readonly Matrix[]): Int8Blocks {
  const { rows, columns } = stackedSize(parts);
  const blocks = columns / blockSize;
  const quantized = new Uint8Array(rows * columns);
  const scales = new Float32Array(rows * blocks);
  let target = 0;
  for (const { tensor, rows: count, rowAt } of parts) {
    const { data, type } = tensor;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    for (let row = 0; row < count; row += 1) {
      for (let block = 0; block < blocks; block += 1, target += 1) {
        const at = (rowAt(row) * blocks + block) * type.bytes;
        scales[target] = halfToNumber(view.getUint16(at, true));
        for (let index = 0; index < blockSize; index += 1)
          quantized[target * blockSize + index] = 128 + view.getInt8(at + 2 + index);
      }
    }
  }
  return { quantized, scales };
}
