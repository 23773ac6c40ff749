import { describe, expect, test } from 'vitest';
import { extractFeatures, normalizeText } from './features.ts';

const buckets = 4_096;
const weights = (text: string) => {
  const { buckets: names, weights: values } = extractFeatures(text, buckets);
  return new Map([...names].map((name, place) => [name, values[place] ?? 0]));
};
const cosine = (a: string, b: string) => {
  const other = weights(b);
  return [...weights(a)].reduce((sum, [name, weight]) => sum + weight * (other.get(name) ?? 0), 0);
};

describe('features', () => {
  test('have length one, whatever the text', () => {
    for (const text of ['card', 'where is my card', '我的卡还没到', 'a'.repeat(10_000)])
      expect(Math.hypot(...weights(text).values())).toBeCloseTo(1, 5);
  });

  test('of a text without words are none', () => {
    for (const text of ['', ' ', '!!!', '\u200b\u202e', '👍'])
      expect(extractFeatures(text, buckets).buckets).toHaveLength(0);
  });

  test('do not see case, width, invisible marks or which digits', () => {
    expect(weights('WHERE is my CARD')).toEqual(weights('where is my card'));
    expect(weights('ｗｈｅｒｅ is my card')).toEqual(weights('where is my card'));
    expect(weights('wh\u200bere is my ca\u202erd')).toEqual(weights('where is my card'));
  });

  test('put like texts near each other, misspelt ones too', () => {
    expect(cosine('my card has not arrived', 'my card hasnt arived')).toBeGreaterThan(0.4);
    expect(cosine('我的银行卡丢了', '银行卡丢了怎么办')).toBeGreaterThan(0.3);
    expect(cosine('my card has not arrived', 'exchange rate today')).toBeLessThan(0.15);
  });

  test('stay the same: the model was trained on these', () => {
    const { buckets: names } = extractFeatures('my card 卡', 16_384);
    expect([...names].slice(0, 4)).toMatchInlineSnapshot(`
      [
        5400,
        15000,
        14287,
        1788,
      ]
    `);
    expect(names.length).toMatchInlineSnapshot(`17`);
  });

  test('of a long text cost no more than of 600 characters', () => {
    expect(normalizeText('x'.repeat(100_000))).toHaveLength(600);
  });
});
