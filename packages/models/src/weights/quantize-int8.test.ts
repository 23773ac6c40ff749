import { describe, expect, it } from 'vitest';
import { seededNormal } from '../test/random.ts';
import { blockSize, quantizeInt8 } from './quantize-int8.ts';

const normal = seededNormal(3);
const values = Float32Array.from(
  { length: blockSize * 8 },
  (_, index) => normal() * 10 ** Math.floor(index / blockSize),
);

describe('rounding to 8 bits', () => {
  it('is off by half a step of each block at most', () => {
    const { quantized, scales } = quantizeInt8(values);
    for (const [index, value] of values.entries()) {
      const scale = scales[Math.floor(index / blockSize)] ?? 0;
      expect(Math.abs(((quantized[index] ?? 0) - 128) * scale - value)).toBeLessThanOrEqual(scale * 0.5001);
    }
  });

  it('puts the largest value of each block at the end of the scale', () => {
    const { quantized } = quantizeInt8(values);
    for (let block = 0; block < 8; block += 1) {
      const steps = [...quantized.subarray(block * blockSize, (block + 1) * blockSize)].map((step) =>
        Math.abs(step - 128),
      );
      expect(Math.max(...steps)).toBe(127);
    }
  });

  it('keeps a block of zeros, with a scale that can be divided by', () => {
    const { quantized, scales } = quantizeInt8(new Float32Array(blockSize));
    expect(new Set(quantized)).toEqual(new Set([128]));
    expect(scales[0]).toBeGreaterThan(0);
  });

  it('rounds what lies in the middle to the even step', () => {
    const block = new Float32Array(blockSize);
    block.set([127, 0.5, 1.5, 2.5, -0.5, -1.5]);
    expect([...quantizeInt8(block).quantized.subarray(0, 6)]).toEqual([255, 128, 130, 130, 128, 126]);
  });
});
