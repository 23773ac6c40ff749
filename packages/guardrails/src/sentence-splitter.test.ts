import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSentenceSplitter } from './sentence-splitter.ts';

const split = (...deltas: string[]) => {
  const splitter = createSentenceSplitter();
  return [...deltas.flatMap((delta) => splitter.push(delta)), ...splitter.flush()];
};

describe('createSentenceSplitter', () => {
  it('cuts at ends of sentences, not inside numbers or abbreviations', () => {
    expect(split('It costs £5.00 a month, e.g. on Plus. Delivery takes 3–5 days! Sure?')).toEqual([
      'It costs £5.00 a month, e.g. on Plus. ',
      'Delivery takes 3–5 days! ',
      'Sure?',
    ]);
  });

  it('cuts Chinese without spaces and keeps list numbers with their line', () => {
    expect(split('卡已寄出。请等待3–5天！\n1. 打开应用。\n2. 点击冻结。')).toEqual([
      '卡已寄出。',
      '请等待3–5天！\n',
      '1. 打开应用。\n',
      '2. 点击冻结。',
    ]);
  });

  it('gives a sentence only once what follows is seen', () => {
    const splitter = createSentenceSplitter();
    expect(splitter.push('It costs £5.')).toEqual([]);
    expect(splitter.push('00 today. N')).toEqual(['It costs £5.00 today. ']);
  });

  it('loses and adds nothing, wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-c.!?。 \n]{0,12}$/), { maxLength: 12 }), (deltas) => {
        expect(split(...deltas).join('')).toBe(deltas.join(''));
      }),
    );
  });
});
