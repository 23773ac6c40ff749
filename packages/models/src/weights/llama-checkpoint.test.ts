import { describe, expect, it } from 'vitest';
import { readGguf } from '../gguf/read-gguf.ts';
import { tinyContent } from '../test/tiny-model.ts';
import { type GgufContent, type GgufField, type StoredTensor, writeGguf } from '../test/write-gguf.ts';
import { readLlama } from './llama-checkpoint.ts';

const content = tinyContent();
const open = (changed: Partial<GgufContent>) => readLlama(readGguf(writeGguf({ ...content, ...changed })));
const withField = (name: string, field: GgufField) => open({ fields: { ...content.fields, [name]: field } });
const without = (name: string) => {
  const { [name]: _, ...fields } = content.fields;
  return open({ fields });
};
const extra = (name: string): StoredTensor => ({ name, shape: [32], typeNumber: 0, data: new Uint8Array(128) });
const u32 = (value: number): GgufField => ({ type: 'u32', value });
const string = (value: string): GgufField => ({ type: 'string', value });

describe('a llama checkpoint', () => {
  it('gives the numbers of the model', () => {
    expect(open({}).shape).toEqual({
      architecture: 'llama',
      layers: 2,
      heads: 4,
      kvHeads: 2,
      headDim: 16,
      hiddenSize: 64,
      feedForward: 96,
      vocabSize: 264,
      contextLength: 64,
      ropeBase: 10_000,
      epsilon: expect.closeTo(1e-5, 9),
    });
  });

  it('uses the embedding as head where the file has no other', () => {
    const tied = open({});
    expect(tied.head).toBe(tied.embedding);
    const apart = open(tinyContent({ tiedHead: false }));
    expect(apart.head).not.toBe(apart.embedding);
  });

  it('has as many heads of keys as of queries where the file says nothing', () => {
    expect(() => without('llama.attention.head_count_kv')).toThrowError(/blk\.0\.attn_k\.weight are \[32,64\]/);
  });
});

describe('a model of another make is refused by name', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['architecture', () => withField('general.architecture', string('mamba')), /"mamba" are not known/],
    [
      'a property of objects as architecture',
      () => withField('general.architecture', string('constructor')),
      /constructor/,
    ],
    ['no architecture', () => without('general.architecture'), /"unnamed"/],
    [
      'weights that the graph would leave out',
      () => open({ tensors: [...content.tensors, extra('rope_freqs.weight')] }),
      /rope_freqs/,
    ],
    ['experts of its own', () => open({ tensors: [...content.tensors, extra('blk.0.ffn_gate_exps.weight')] }), /exps/],
    ['scaled rotation', () => withField('llama.rope.scaling.type', string('yarn')), /yarn/],
    ['rotation of a part of a head', () => withField('llama.rope.dimension_count', u32(8)), /part of each head/],
    ['values of another width', () => withField('llama.attention.value_length', u32(32)), /another width/],
  ])('%s', (_, read, message) => {
    expect(read).toThrowError(
      expect.objectContaining({ code: 'unknown_architecture', message: expect.stringMatching(message) }),
    );
  });
});

describe('a checkpoint that does not fit together is corrupt', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['a number missing', () => without('llama.block_count'), /block_count/],
    ['a number that is a text', () => withField('llama.block_count', string('two')), /block_count/],
    ['no layers', () => withField('llama.block_count', u32(0)), /block_count/],
    ['more layers than weights', () => withField('llama.block_count', u32(3)), /lacks the weights blk\.2/],
    ['half a layer', () => withField('llama.block_count', { type: 'f32', value: 1.5 }), /1\.5 for layers/],
    ['heads that do not divide', () => withField('llama.attention.head_count_kv', u32(3)), /on 3/],
    ['another width', () => withField('llama.feed_forward_length', u32(128)), /instead of \[128,64\]/],
    ['weights missing', () => open({ tensors: content.tensors.slice(0, -1) }), /lacks the weights/],
  ])('%s', (_, read, message) => {
    expect(read).toThrowError(expect.objectContaining({ code: 'corrupt', message: expect.stringMatching(message) }));
  });
});
