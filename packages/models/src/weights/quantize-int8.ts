/** Weights in blocks of 32 along the columns, for MatMulNBits and GatherBlockQuantized with 8 bits (zero point 128). */
export interface Int8Blocks {
  /** [rows, columns] */
  quantized: Uint8Array;
  /** [rows, columns / 32] */
  scales: Float32Array;
}

export const blockSize = 32;
const highest = 127;

/** Rounds each block to its own scale, the largest value at 127. Columns must be a multiple of 32. */
export function quantizeInt8(values: Float32Array): Int8Blocks {
  const quantized = new Uint8Array(values.length);
  const scales = new Float32Array(values.length / blockSize);
  for (let block = 0; block < scales.length; block += 1) {
    const start = block * blockSize;
    let largest = 0;
    for (let index = start; index < start + blockSize; index += 1)
      largest = Math.max(largest, Math.abs(values[index] ?? 0));
    const scale = Math.fround(largest / highest) || 1e-8;
    scales[block] = scale;
    for (let index = start; index < start + blockSize; index += 1) {
      quantized[index] = 128 + roundToEven(Math.min(highest, Math.max(-highest, (values[index] ?? 0) / scale)));
    }
  }
  return { quantized, scales };
}

function roundToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
