import { describe, expect, it } from 'vitest';
import { interleavedOrder, stackedSize, stackedValues, storedMatrix } from './matrix.ts';

const type = { name: 'F32', block: 1, bytes: 4 };

function matrix(rows: number, columns: number, first: number) {
  const data = Float32Array.from({ length: rows * columns }, (_, index) => first + index);
  return storedMatrix({ name: 'w', shape: [rows, columns], type, data: new Uint8Array(data.buffer) });
}

describe('the order of interleaved rows', () => {
  it('takes every second row of a head first, as llama.cpp has put them', () => {
    // Stored as pairs (0, 4), (1, 5), (2, 6), (3, 7) of a head of eight.
    const order = interleavedOrder(8);
    expect(Array.from({ length: 16 }, (_, row) => order(row))).toEqual([
      0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 14, 9, 11, 13, 15,
    ]);
  });
});

describe('stacked matrices', () => {
  it('stand one below the other, each in its own order of rows', () => {
    const reversed = { ...matrix(2, 2, 0), rowAt: (row: number) => 1 - row };
    const parts = [reversed, matrix(1, 2, 10)];
    expect(stackedSize(parts)).toEqual({ rows: 3, columns: 2 });
    expect([...stackedValues(parts)]).toEqual([2, 3, 0, 1, 10, 11]);
  });
});
