import { halfToNumber } from '../gguf/half-float.ts';
import { PackError } from '../pack-error.ts';
import { type Matrix, stackedSize } from './matrix.ts';

/**
 * 4-bit blocks of a GGUF file for MatMulNBits without loss. A stored weight is q·scale + offset; the kernel computes
 * (q − 8)·scale, and the rest, offset + 8·scale, is one number a block: y = MatMulNBits(x) + blocksum(x)·constants.
 */
export interface Q4Blocks {
  /** [rows, columns / 32, 16]: value 2j in the low half of byte j, 2j + 1 in the high half. */
  packed: Uint8Array;
  /** [rows, columns / 32] */
  scales: Float32Array;
  /** [columns / 32, rows] */
  constants: Float32Array;
}

/** Whether a matrix is stored in one of the 4-bit forms. */
export function isQ4({ tensor }: Matrix): boolean {
  return tensor.type.name === 'Q4_0' || tensor.type.name === 'Q4_1';
}

/** Matrices of the same width, one below the other, repacked. */
export function repackQ4(parts: readonly Matrix[]): Q4Blocks {
  const { rows, columns } = stackedSize(parts);
  const blocks = columns / 32;
  const result: Q4Blocks = {
    packed: new Uint8Array(rows * blocks * 16),
    scales: new Float32Array(rows * blocks),
    constants: new Float32Array(blocks * rows),
  };
  let first = 0;
  for (const part of parts) {
    repackPart(part, first, rows, result);
    first += part.rows;
  }
  return result;
}

function repackPart(part: Matrix, firstRow: number, rows: number, { packed, scales, constants }: Q4Blocks): void {
  if (!isQ4(part))
    throw new PackError(
      'unsupported_type',
      `${part.tensor.name} is stored as ${part.tensor.type.name}, not in 4 bits.`,
    );
  const hasOffset = part.tensor.type.name === 'Q4_1';
  const header = hasOffset ? 4 : 2;
  const { data, type } = part.tensor;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const blocks = part.columns / 32;
  for (let row = 0; row < part.rows; row += 1) {
    for (let block = 0; block < blocks; block += 1) {
      const at = (part.rowAt(row) * blocks + block) * type.bytes;
      const target = (firstRow + row) * blocks + block;
      const scale = halfToNumber(view.getUint16(at, true));
      const offset = hasOffset ? halfToNumber(view.getUint16(at + 2, true)) : -8 * scale;
      scales[target] = scale;
      constants[block * rows + firstRow + row] = offset + 8 * scale;
      for (let byte = 0; byte < 16; byte += 1) packed[target * 16 + byte] = pairAt(data, at + header, byte);
    }
  }
}

/** ggml keeps values 0–15 in the low halves and 16–31 in the high halves of 16 bytes. */
function pairAt(data: Uint8Array, start: number, pair: number): number {
  const nibble = (index: number) => {
    const byte = data[start + (index % 16)] ?? 0;
    return index < 16 ? byte & 15 : byte >> 4;
  };
  return nibble(pair * 2) | (nibble(pair * 2 + 1) << 4);
}
