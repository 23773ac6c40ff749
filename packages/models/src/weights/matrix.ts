import { dequantize } from '../gguf/dequantize.ts';
import type { GgufTensor } from '../gguf/read-gguf.ts';

/** A weight matrix [rows, columns] as stored, with the order its rows are to be read in. */
export interface Matrix {
  tensor: GgufTensor;
  rows: number;
  columns: number;
  /** Stored row of a logical row. */
  rowAt(row: number): number;
}

/** A stored matrix with its rows as they are. */
export function plainMatrix(tensor: GgufTensor): Matrix {
  const [rows = 1, columns = 1] = tensor.shape;
  return { tensor, rows, columns, rowAt: (row) => row };
}

/**
 * A query or key matrix with its rows in the order of the original checkpoint. llama.cpp stores them interleaved for its rotary
 * embedding: [heads, headDim/2, 2] in the place of [heads, 2, headDim/2].
 */
export function unpermutedMatrix(tensor: GgufTensor, heads: number): Matrix {
  const matrix = plainMatrix(tensor);
  const headDim = matrix.rows / heads;
  const half = headDim / 2;
  const rowAt = (row: number) => {
    const head = Math.floor(row / headDim);
    const within = row % headDim;
    return head * headDim + (within % half) * 2 + Math.floor(within / half);
  };
  return { ...matrix, rowAt };
}

/** Matrices of the same width, one below the other, as float32 [rows of all, columns]. */
export function stackedValues(parts: readonly Matrix[]): Float32Array {
  const columns = parts[0]?.columns ?? 0;
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.rows, 0) * columns);
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
