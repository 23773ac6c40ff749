import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from './redact.ts';

const redacted = (text: string) => redact(text).text;

describe('payment cards', () => {
  it.each([
    ['my card 4111 1111 1111 1111 was charged', 'my card <CARD_1> was charged'],
    ['4111-1111-1111-1111', '<CARD_1>'],
    ['4111.1111.1111.1111', '<CARD_1>'],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', '<CARD_1>'],
    ['4111\n1111\n1111\n1111', '<CARD_1>'],
    ['4111\u200b1111\u200b1111\u200b1111', '<CARD_1>'],
    ['卡号４１１１１１１１１１１１１１１１被扣款', '卡号<CARD_1>被扣款'],
    ['卡号4111111111111111。', '卡号<CARD_1>。'],
    ['amex 3782 822463 10005', 'amex <CARD_1>'],
    ['5555555555554444 exp 12/27', '<CARD_1> exp 12/27'],
    ['4111 1111 1111 1111 12/27 123', '<CARD_1> 12/27 123'],
    ['银联 6222 0200 0000 0000 000', '银联 <CARD_1>'],
  ])('%s', (text, expected) => expect(redacted(text)).toBe(expected));

  it('gives one number one placeholder, and two numbers two', () => {
    expect(redacted('4111111111111111 or 4111 1111 1111 1111, not 5555555555554444')).toBe(
      '<CARD_1> or <CARD_1>, not <CARD_2>',
    );
  });

  it('leaves numbers with a wrong check digit, sums and short references alone', () => {
    for (const text of [
      '4111 1111 1111 1112',
      'order 1234567890123',
      'I paid 1,250.00 on 2026-11-24',
      'case SKY-20261124-0007',
    ]) {
      expect(redacted(text)).toBe(text);
    }
  });

  it('finds any generated number with any separators', () => {
    const digits = (length: number) =>
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });
    const prefix = fc.constantFrom('4', '51', '55', '2221', '62');
    fc.assert(
      fc.property(prefix, digits(15), fc.constantFrom('', ' ', '-', '.', ' - ', '/'), (start, rest, separator) => {
        const number = withCheckDigit(start + rest.join('').slice(0, 15 - start.length));
        const typed = number.replace(/(.{4})(?=.)/g, `$1${separator}`);
        expect(redacted(`card ${typed} please`)).toBe('card <CARD_1> please');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('other personal data', () => {
  it.each([
    ['GB82 WEST 1234 5698 7654 32 please', '<IBAN_1> please'],
    ['打到DE89370400440532013000这个账户', '打到<IBAN_1>这个账户'],
    ['write to jane.doe+bank@mail.example.co.uk!', 'write to <EMAIL_1>!'],
    ['邮箱是zhang.san@qq.com，谢谢', '邮箱是<EMAIL_1>，谢谢'],
    ['身份证11010519491231002X', '身份证<CN_ID_1>'],
    ['call me on 07911 123456', 'call me on <PHONE_1>'],
    ['+44 20 7946 0123 is my number', '<PHONE_1> is my number'],
    ['我的手机13812345678打不通', '我的手机<PHONE_1>打不通'],
    ['+86 138 1234 5678', '<PHONE_1>'],
    ['my number is (212) 555-0142 ok', 'my number is <PHONE_1> ok'],
    ['my pin is 4821', 'my pin is <SECRET_1>'],
    ['CVV: 123', 'CVV: <SECRET_1>'],
    ['验证码是 384921', '验证码是 <SECRET_1>'],
  ])('%s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    '11010519491231002Y',
    'GB82 WEST 1234 5698 7654 33',
    'I paid 4500 yen',
    'sent 2026-11-24 at 14:30',
    '三天前转了250000块',
    'reference 20261124',
    '£10,000 - £12,500',
  ])('leaves %s alone', (text) => expect(redacted(text)).toBe(text));
});

describe('placeholders', () => {
  it('go on counting through a conversation', () => {
    const first = redact('4111111111111111');
    expect(redact('a@b.example and 5555555555554444', first.counts)).toMatchObject({
      text: '<EMAIL_1> and <CARD_2>',
      kinds: ['EMAIL', 'CARD'],
    });
  });

  it('are never redacted again', () => {
    const once = redacted('4111111111111111, jane@mail.example, +44 20 7946 0123, my pin is 1234');
    expect(redacted(once)).toBe(once);
  });

  it('leave every other character in its place, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const result = redact(text);
        if (result.kinds.length === 0) expect(result.text).toBe(text);
      }),
    );
  });
});

function withCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return digits + ((10 - (sum % 10)) % 10);
}
