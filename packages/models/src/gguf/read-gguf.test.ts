import { describe, expect, it } from 'vitest';
import { PackError } from '../pack-error.ts';
import { seededRandom } from '../test/random.ts';
import { tinyContent, tinyGguf } from '../test/tiny-model.ts';
import { type GgufContent, type GgufField, text, u32, u64, writeGguf } from '../test/write-gguf.ts';
import { readGguf } from './read-gguf.ts';

const magic = u32(0x46554747);

/** A file of header pieces, with a length of zeros behind. */
function fileOf(...pieces: Buffer[]): Uint8Array {
  return new Uint8Array(Buffer.concat([magic, u32(3), ...pieces, Buffer.alloc(256)]));
}

function refusal(file: Uint8Array): PackError {
  try {
    readGguf(file);
  } catch (error) {
    if (error instanceof PackError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('a GGUF file', () => {
  const fields: Record<string, GgufField> = {
    'general.architecture': { type: 'string', value: 'llama' },
    'a.count': { type: 'u32', value: 7 },
    'a.big': { type: 'u64', value: 2 ** 40 },
    'a.share': { type: 'f32', value: 0.5 },
    'a.flag': { type: 'bool', value: true },
    'a.names': { type: 'strings', value: ['ä', '银行'] },
    'a.ids': { type: 'i32s', value: [1, 2] },
  };
  const content: GgufContent = {
    fields,
    tensors: [
      { name: 'matrix', shape: [2, 32], typeNumber: 8, data: new Uint8Array(68).fill(3) },
      { name: 'vector', shape: [4], typeNumber: 0, data: new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer) },
    ],
  };

  it('gives its metadata with their values', () => {
    const { metadata } = readGguf(writeGguf(content));
    expect(Object.fromEntries(metadata)).toEqual({
      'general.architecture': 'llama',
      'a.count': 7,
      'a.big': 2 ** 40,
      'a.share': 0.5,
      'a.flag': true,
      'a.names': ['ä', '银行'],
      'a.ids': [1, 2],
    });
  });

  it('gives its tensors with rows first and their own bytes', () => {
    const { tensors } = readGguf(writeGguf(content));
    expect(tensors.get('matrix')).toMatchObject({ shape: [2, 32], type: { name: 'Q8_0' } });
    expect(tensors.get('matrix')?.data).toEqual(new Uint8Array(68).fill(3));
    expect(tensors.get('vector')?.data.byteLength).toBe(16);
  });

  it('is truncated wherever it is cut: named, never read past its end', () => {
    const file = tinyGguf();
    const random = seededRandom(9);
    const cuts = [
      0,
      3,
      4,
      8,
      23,
      24,
      file.length - 33,
      ...Array.from({ length: 60 }, () => Math.floor(random() * file.length)),
    ];
    for (const cut of cuts) expect(refusal(file.slice(0, cut)).code).toBe('truncated');
  });

  it('is read or refused by name whatever byte is changed', () => {
    const file = tinyGguf();
    const random = seededRandom(11);
    for (let round = 0; round < 400; round += 1) {
      const changed = file.slice();
      // The header is where a byte can do harm.
      changed[Math.floor(random() * 12_000)] = Math.floor(random() * 256);
      try {
        readGguf(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(PackError);
      }
    }
  });
});

describe('a broken GGUF file is refused', () => {
  it.each<[string, Uint8Array, string, RegExp]>([
    ['that is something else', new Uint8Array(Buffer.from('<!doctype html><html>')), 'corrupt', /not a GGUF/],
    ['of another version', new Uint8Array(Buffer.concat([magic, u32(1), Buffer.alloc(64)])), 'corrupt', /version 1/],
    ['with an absurd number of tensors', fileOf(u64(2 ** 40), u64(0)), 'corrupt', /tensors/],
    ['with an absurd number of entries', fileOf(u64(0), u64(2 ** 40)), 'corrupt', /entries/],
    ['with a count beyond any number', fileOf(Buffer.alloc(8, 0xff), u64(0)), 'corrupt', /claims/],
    ['with a text longer than itself', fileOf(u64(0), u64(1), u64(2 ** 30)), 'truncated', /ends/],
    [
      'with a list longer than itself',
      fileOf(u64(0), u64(1), text('x'), u32(9), u32(4), u64(2 ** 33)),
      'truncated',
      /ends/,
    ],
    ['with a value of an unknown type', fileOf(u64(0), u64(1), text('x'), u32(77)), 'corrupt', /type 77/],
    [
      'with lists nested without end',
      fileOf(u64(0), u64(1), text('x'), u32(9), ...Array.from({ length: 50 }, () => [u32(9), u64(1)]).flat()),
      'corrupt',
      /lists/,
    ],
    ['with too many dimensions', fileOf(u64(1), u64(0), text('w'), u32(5)), 'corrupt', /dimensions/],
    [
      'with an empty tensor',
      fileOf(u64(1), u64(0), text('w'), u32(1), u64(0), u32(0), u64(0)),
      'corrupt',
      /impossible/,
    ],
    ['with half a block', fileOf(u64(1), u64(0), text('w'), u32(1), u64(40), u32(2), u64(0)), 'corrupt', /impossible/],
    [
      'with a type that is known and not read',
      fileOf(u64(1), u64(0), text('w'), u32(1), u64(256), u32(10), u64(0)),
      'unsupported_type',
      /Q2_K/,
    ],
    [
      'with a type that nobody knows',
      fileOf(u64(1), u64(0), text('w'), u32(1), u64(32), u32(99), u64(0)),
      'unsupported_type',
      /number 99/,
    ],
    [
      'with a tensor outside of it',
      fileOf(u64(1), u64(0), text('w'), u32(1), u64(4), u32(0), u64(2 ** 40)),
      'truncated',
      /before its tensor w/,
    ],
    [
      'with an alignment of nothing',
      fileOf(u64(0), u64(1), text('general.alignment'), u32(4), u32(0)),
      'corrupt',
      /alignment/,
    ],
  ])('%s', (_, file, code, message) => {
    const error = refusal(file);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('whose tensors overlap', () => {
    const tensor = (name: string) => [text(name), u32(1), u64(16), u32(0), u64(0)];
    const error = refusal(fileOf(u64(2), u64(0), ...tensor('a'), ...tensor('b')));
    expect(error).toMatchObject({ code: 'corrupt', message: expect.stringContaining('overlaps') });
  });

  it('with two tensors of one name', () => {
    const content = tinyContent();
    const twice = { ...content, tensors: [...content.tensors, ...content.tensors.slice(0, 1)] };
    expect(refusal(writeGguf(twice))).toMatchObject({ code: 'corrupt', message: expect.stringContaining('one name') });
  });
});
