import { describe, expect, it } from 'vitest';
import { splitClauses } from './split-clauses.ts';

describe('a message', () => {
  it.each<[string, string[]]>([
    [
      'what rate do i get for euros? and how do i freeze my card?',
      ['what rate do i get for euros', 'and how do i freeze my card?'],
    ],
    ['my card is stolen, also, I see a payment I do not know', ['my card is stolen', 'I see a payment I do not know']],
    ['我的卡丢了，另外汇率是多少', ['我的卡丢了', '汇率是多少']],
  ])('with several wishes falls into them: %s', (text, parts) => {
    expect(splitClauses(text)).toEqual(parts);
  });

  it.each([
    'i topped up by card. it has been three hours and nothing has come',
    'really?? no way',
    'where is my card?',
    '我昨天转账了，到现在还没到',
    '',
    '????',
  ])('with one stays whole: %s', (text) => {
    expect(splitClauses(text)).toEqual([text]);
  });
});
