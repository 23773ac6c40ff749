import { expect, it } from 'vitest';
import { foldDigits } from './fold-digits.ts';

it('folds full-width forms and other digits without moving any character', () => {
  const text = '卡４１１１　٤۴४😀a';
  expect(foldDigits(text)).toBe('卡4111 444😀a');
  expect(foldDigits(text)).toHaveLength(text.length);
});
