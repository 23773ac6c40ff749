import { describe, expect, test } from 'vitest';
import { maskCode } from './mask-code.ts';

describe('what may be a one-time code', () => {
  test.each(['123456', 'code 123 456 ok', '1-2-3-4-5-6', '１２３４５６', 'it is 0042.', '验证码是 739164'])(
    'is masked: %s',
    (text) => {
      expect(maskCode(text)).toMatch(/<CODE>/);
      expect(maskCode(text)).not.toMatch(/\p{Nd}{2}/u);
    },
  );

  test.each(['hello', '12', 'room 7', '<CARD_1>', '', 'abc1234def'])('is not: %s', (text) => {
    expect(maskCode(text)).toBeUndefined();
  });
});
