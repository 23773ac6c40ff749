import { describe, expect, it } from 'vitest';
import { halfToNumber } from './half-float.ts';

describe('half precision', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65_504],
    [0x0001, 2 ** -24],
    [0x83ff, -1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
  ])('reads %i as %d', (bits, value) => {
    expect(halfToNumber(bits)).toBe(value);
  });

  it('keeps what is not a number', () => {
    expect(halfToNumber(0x7e00)).toBeNaN();
  });
});
