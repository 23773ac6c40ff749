import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { readGguf } from './gguf/read-gguf.ts';
import { tinyContent } from './test/tiny-model.ts';
import { type GgufField, writeGguf } from './test/write-gguf.ts';
import { tokenizerFromGguf } from './tokenizer-from-gguf.ts';

const content = tinyContent();

function describeTokenizer(fields: Record<string, GgufField> = {}): Record<string, unknown> {
  return tokenizerFromGguf(readGguf(writeGguf({ ...content, fields: { ...content.fields, ...fields } })));
}

function tokenizer(pre: string) {
  const loaded = new Tokenizer(describeTokenizer({ 'tokenizer.ggml.pre': { type: 'string', value: pre } }), {});
  return {
    tokens: (text: string) => loaded.encode(text, { add_special_tokens: false }).tokens,
    roundTrip: (text: string) =>
      loaded.decode(loaded.encode(text, { add_special_tokens: false }).ids, {
        skip_special_tokens: true,
        clean_up_tokenization_spaces: false,
      }),
  };
}

describe('a tokenizer from a GGUF file', () => {
  it('merges pairs of bytes as the file says', () => {
    expect(tokenizer('smollm').tokens('the then')).toEqual(['the', 'Ġthe', 'n']);
  });

  it('reads control tokens as one token each and leaves them out of decoded text', () => {
    const { tokens, roundTrip } = tokenizer('smollm');
    expect(tokens('<|im_start|>a<|im_end|>')).toEqual(['<|im_start|>', 'a', '<|im_end|>']);
    expect(roundTrip('<|im_start|>a<|im_end|>')).toBe('a');
  });

  it('keeps every digit apart, also those outside of ASCII', () => {
    const { tokens } = tokenizer('smollm');
    expect(tokens('12')).toEqual(['1', '2']);
    expect(tokens('½½')).toHaveLength(4);
    expect(tokenizer('gpt-2').tokens('12')).toEqual(['12']);
    expect(tokenizer('qwen2').tokens('12')).toEqual(['1', '2']);
  });

  it.each(['smollm', 'gpt-2', 'qwen2'])('gives a text back as it was, by the rules of %s', (pre) => {
    for (const text of ['the  THE\n\n tab\t', '我的卡被偷了 ½ Ⅷ', "don't — «oui» 🙂", ' 12,345.67 ']) {
      expect(tokenizer(pre).roundTrip(text)).toBe(text);
    }
  });

  it('marks the tokens a user added, which decoded text keeps', () => {
    const types = content.fields['tokenizer.ggml.token_type'];
    if (types?.type !== 'i32s') throw new Error('no types');
    const value = types.value.map((type, id) => (id === 1 ? 4 : type));
    const described = describeTokenizer({ 'tokenizer.ggml.token_type': { type: 'i32s', value } });
    expect(described.added_tokens).toMatchObject([{ special: true }, { content: '<|im_start|>', special: false }, {}]);
  });
});

describe('a tokenizer that is not known is refused by name', () => {
  it.each<[string, GgufField, string, RegExp]>([
    ['tokenizer.ggml.model', { type: 'string', value: 'llama' }, 'unsupported_type', /"llama"/],
    ['tokenizer.ggml.pre', { type: 'string', value: 'deepseek-llm' }, 'unsupported_type', /deepseek-llm/],
    ['tokenizer.ggml.tokens', { type: 'strings', value: [] }, 'corrupt', /vocabulary/],
    ['tokenizer.ggml.merges', { type: 'u32', value: 1 }, 'corrupt', /vocabulary/],
  ])('%s', (name, field, code, message) => {
    const refused = () => describeTokenizer({ [name]: field });
    expect(refused).toThrowError(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });
});
