import { describe, expect, it } from 'vitest';
// Random blocks, decoded by the Python package gguf 0.19.
import goldenBlocks from '../test/fixtures/ggml-blocks.json' with { type: 'json' };
import { dequantize } from './dequantize.ts';
import { tensorTypes } from './tensor-types.ts';

const golden = new Map(Object.entries(goldenBlocks));
const types = [...tensorTypes.values()];

describe('dequantize', () => {
  it.each(types)('gives the values of $name that its authors give', (type) => {
    const { bytes = '', values = [] } = golden.get(type.name) ?? {};
    const tensor = { name: 'w', shape: [values.length], type, data: new Uint8Array(Buffer.from(bytes, 'base64')) };
    const found = dequantize(tensor);
    expect(values.length).toBeGreaterThan(0);
    for (const [index, value] of values.entries()) expect(found[index]).toBeCloseTo(value, 5);
  });

  it('reads a tensor that does not begin at an even place', () => {
    const type = { name: 'F32', block: 1, bytes: 4 };
    const data = new Uint8Array([9, ...new Uint8Array(Float32Array.of(1.5, -2).buffer)]).subarray(1);
    expect([...dequantize({ name: 'w', shape: [2], type, data })]).toEqual([1.5, -2]);
  });

  it('refuses bytes that do not fit the shape', () => {
    const type = { name: 'Q8_0', block: 32, bytes: 34 };
    const tensor = { name: 'w', shape: [2, 32], type, data: new Uint8Array(34) };
    expect(() => dequantize(tensor)).toThrowError(expect.objectContaining({ code: 'corrupt' }));
  });

  it('refuses a type that it does not know by its name', () => {
    const type = { name: 'Q2_K', block: 256, bytes: 84 };
    const tensor = { name: 'w', shape: [256], type, data: new Uint8Array(84) };
    expect(() => dequantize(tensor)).toThrowError(expect.objectContaining({ code: 'unsupported_type' }));
  });
});
