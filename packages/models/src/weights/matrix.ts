import { dequantize } from '../gguf/dequantize.ts';
import type { GgufTensor } from '../gguf/read-gguf.ts';

/** The stored row of a logical row. */
export type RowOrder = (row: number) => number;

/** A weight matrix [rows, columns] as stored, with the order its rows are to be read in. */
export interface Matrix {
  tensor: GgufTensor;
  rows: number;
  columns: number;
  rowAt: RowOrder;
}

/** Rows as they are stored. */
export const storedOrder: RowOrder = (row) => row;

/**
 * The rows of queries or keys in the order of the original checkpoint. llama.cpp stores them interleaved for its rotary embedding:
 * [heads, headDim/2, 2] in the place of [heads, 2, headDim/2].
 */
export function interleavedOrder(headDim: number): RowOrder {
  const half = headDim / 2;
  return (row) => {
    const within = row % headDim;
    return row - within + (within % half) * 2 + Math.floor(within / half);
  };
}

/** A stored tensor as a matrix; a vector becomes one column. */
export function storedMatrix(tensor: GgufTensor, rowAt: RowOrder = storedOrder): Matrix {
  const [rows = 1, columns = 1] = tensor.shape;
  return { tensor, rows, columns, rowAt };
}

/** Rows of all the matrices together, and the columns that they share. */
export function stackedSize(parts: readonly Matrix[]): { rows: number; columns: number } {
  return { rows: parts.reduce((sum, part) => sum + part.rows, 0), columns: parts[0]?.columns ?? 0 };
}

/** Matrices of the same width, one below the other, as float32 [rows of all, columns]. */
export function stackedValues(parts: readonly Matrix[]): Float32Array {
  const { rows, columns } = stackedSize(parts);
  const values = new Float32Array(rows * columns);
  let at = 0;
  for (const part of parts) {
    const stored = dequantize(part.tensor);
    for (let row = 0; row < part.rows; row += 1, at += columns) {
      const from = part.rowAt(row) * columns;
      values.set(stored.subarray(from, from + columns), at);
    }
  }
  return values;
}
