import { describe, expect, test } from 'vitest';
import { EdgeModelError, loadEdgeModel } from './edge-model.ts';
import { makeModel } from './testing/make-model.ts';

describe('reading an edge model', () => {
  const file = makeModel({ labels: ['a', 'b'], buckets: 8 });

  test('gives its parts, at whatever offset the bytes lie', () => {
    const model = loadEdgeModel(file);
    expect(model).toMatchObject({ labels: ['a', 'b'], bucketCount: 8, accept: { en: 0.5, zh: 0.5 } });
    expect(model.weights).toHaveLength(24);
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(loadEdgeModel(shifted.subarray(3)).scales).toEqual(model.scales);
    expect(loadEdgeModel(file.slice().buffer).biases).toEqual(model.biases);
  });

  test('gives the same where the bytes copy nothing when they are sliced, as a Buffer of Node', () => {
    class Sharing extends Uint8Array<ArrayBuffer> {
      override slice(start?: number, end?: number): Uint8Array<ArrayBuffer> {
        return this.subarray(start, end);
      }
    }
    const { scales, biases } = loadEdgeModel(new Sharing(new Uint8Array(file).buffer));
    expect([scales, biases]).toEqual([loadEdgeModel(file).scales, loadEdgeModel(file).biases]);
  });

  test('refuses every file that is shorter or longer by anything', () => {
    for (let length = 0; length < file.length; length += 1)
      expect(() => loadEdgeModel(file.subarray(0, length)), `${length} bytes`).toThrow(EdgeModelError);
    expect(() => loadEdgeModel(new Uint8Array([...file, 0]))).toThrow(/cut or too long/);
  });

  test.each([
    ['another kind of file', (bytes: Uint8Array) => bytes.set([0x50, 0x4b], 0), /not an edge model/],
    ['another version', (bytes: Uint8Array) => bytes.set([9], 4), /version 9/],
    ['a header that is no JSON', (bytes: Uint8Array) => bytes.set([0xff], 14), /header/],
  ])('refuses %s', (_, spoil, sentence) => {
    const spoilt = file.slice();
    spoil(spoilt);
    expect(() => loadEdgeModel(spoilt)).toThrow(sentence);
  });
});
