import { describe, expect, it } from 'vitest';
import { readGguf } from '../gguf/read-gguf.ts';
import { tinyGguf } from '../test/tiny-model.ts';
import { int8Blocks } from './int8-blocks.ts';
import { readLlama } from './llama-checkpoint.ts';
import { type Matrix, stackedSize, stackedValues } from './matrix.ts';
import { repackQ4 } from './repack-q4.ts';

const projections = (weights: 'Q4_0' | 'Q4_1' | 'Q8_0' | 'F32'): Matrix[] => {
  const checkpoint = readLlama(readGguf(tinyGguf({ weights })));
  return [checkpoint.matrix(1, 'attn_q'), checkpoint.matrix(1, 'attn_v')];
};

describe.each(['Q4_0', 'Q4_1'] as const)('%s repacked for the kernel', (weights) => {
  it('keeps every value: (q − 8)·scale + (constant)', () => {
    const parts = projections(weights);
    const { rows, columns } = stackedSize(parts);
    const { packed, scales, constants } = repackQ4(parts);
    const expected = stackedValues(parts);
    for (let index = 0; index < expected.length; index += 1) {
      const [row, column] = [Math.floor(index / columns), index % columns];
      const block = Math.floor(index / 32);
      const byte = packed[index >> 1] ?? 0;
      const nibble = index % 2 === 0 ? byte & 15 : byte >> 4;
      const scale = scales[block] ?? 0;
      // The constant of a block stands for its offset and for the kernel's own 8.
      const constant = constants[Math.floor(column / 32) * rows + row] ?? 0;
      expect(nibble * scale - 8 * scale + constant).toBeCloseTo(expected[index] ?? 0, 5);
    }
  });
});

describe('8-bit blocks', () => {
  const decoded = (parts: readonly Matrix[]) => {
    const { quantized, scales } = int8Blocks(parts);
    return Float32Array.from(quantized, (step, index) => (step - 128) * (scales[index >> 5] ?? 0));
  };

  it('keep every value of a file that has such blocks', () => {
    const parts = projections('Q8_0');
    expect(decoded(parts)).toEqual(stackedValues(parts));
  });

  it('round the values of any other file', () => {
    const parts = projections('F32');
    const expected = stackedValues(parts);
    const found = decoded(parts);
    expect(found).not.toEqual(expected);
    for (const [index, value] of expected.entries()) expect(Math.abs((found[index] ?? 0) - value)).toBeLessThan(0.01);
  });

  it('of one matrix are the same arrays each time', () => {
    const [matrix] = projections('Q8_0');
    if (matrix === undefined) throw new Error('no matrix');
    expect(int8Blocks([matrix])).toBe(int8Blocks([matrix]));
  });
});

describe('a matrix that is not in 4 bits', () => {
  it('is not repacked as if it were', () => {
    expect(() => repackQ4(projections('F32'))).toThrowError(expect.objectContaining({ code: 'unsupported_type' }));
  });
});
