import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCards } from './find-cards.ts';
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
    ['4111 1111 1111 1111 12/27 123', '<CARD_1> 12/27 <SECRET_1>'],
    ['卡号4111 1111 1111 1111，有效期12/27，安全码 964', '卡号<CARD_1>，有效期12/27，安全码 <SECRET_1>'],
    ['exp 22/27 4111 1111 1111 1111', 'exp 22/27 <CARD_1>'],
    ['my order was charged to 4111111111111111', 'my order was charged to <CARD_1>'],
    ['order 4111 1111 1111 1111', 'order <CARD_1>'],
    ['4111，1111，1111，1111', '<CARD_1>'],
    ['4111·1111·1111·1111 丢了', '<CARD_1> 丢了'],
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
      'order number 4111111111111111',
      '订单号4111111111111111还没到',
      'tracking 1Z4448361996757918',
      'SF4709152454932',
    ]) {
      expect(redacted(text)).toBe(text);
    }
  });

  it('finds any generated number with any separators', { timeout: 60_000 }, () => {
    const digits = (length: number) =>
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });
    const prefix = fc.constantFrom('4', '51', '55', '2221', '62');
    fc.assert(
      fc.property(prefix, digits(15), fc.constantFrom('', ' ', '-', '.', ' - ', '/'), (start, rest, separator) => {
        const number = withCheckDigit(start + rest.join('').slice(0, 15 - start.length));
        const typed = number.replace(/(.{4})(?=.)/g, `$1${separator}`);
        expect(redacted(`card ${typed} please`)).toBe('card <CARD_1> please');
      }),
      { numRuns: 1_000 },
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
    ['my card pin number is 4 8 2 1', 'my card pin number is <SECRET_1>'],
    ['the code you sent me is 384921', 'the code you sent me is <SECRET_1>'],
    ['384921 is my code', '<SECRET_1> is my code'],
    ['changed my pin from 1234 to 5678', 'changed my pin from <SECRET_1> to <SECRET_2>'],
    ['my pin is four eight two one', 'my pin is <SECRET_1>'],
    ['my password is hunter2', 'my password is <SECRET_1>'],
    ['password: correcthorse', 'password: <SECRET_1>'],
    ['Password = Tr0ub4dor&3', 'Password = <SECRET_1>'],
    ['登录密码test@3888，怎么还是登不上去', '登录密码<SECRET_1>，怎么还是登不上去'],
    ['我的密码是 abc123', '我的密码是 <SECRET_1>'],
    ['密码是一二三四五六', '密码是<SECRET_1>'],
    ['收到的验证码是：384921', '收到的验证码是：<SECRET_1>'],
    ['384921是我的验证码', '<SECRET_1>是我的验证码'],
    ['取款密码700383一直提示错误', '取款密码<SECRET_1>一直提示错误'],
    ['安全码964', '安全码<SECRET_1>'],
    ['密碼１２３４５６', '密碼<SECRET_1>'],
    ['身份证号 110105-19491231-002x', '身份证号 <CN_ID_1>'],
    ['身份证号110105491231002', '身份证号<CN_ID_1>'],
    ['gb82west12345698765432', '<IBAN_1>'],
    ['jane dot doe at mail dot example', '<EMAIL_1>'],
    ['zhang.san＠qq.com', '<EMAIL_1>'],
    ['phone 199000008013', 'phone <PHONE_1>'],
    ['call me on 555 0142', 'call me on <PHONE_1>'],
    ['+44 (0)20 7946 0123', '<PHONE_1>'],
    ['座机010-62345678', '座机<PHONE_1>'],
    ['passport number E00005372', 'passport number <PASSPORT_1>'],
    ['护照号E00005372，想开户', '护照号<PASSPORT_1>，想开户'],
    ['my SSN is 913-38-7806', 'my SSN is <SSN_1>'],
    ['account number 12345678', 'account number <ACCOUNT_1>'],
    ['账号600000055580508', '账号<ACCOUNT_1>'],
  ])('%s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    '11010519491231002Y',
    'GB82 WEST 1234 5698 7654 33',
    'my password is not working',
    'password is wrong',
    'my password is expired.',
    'I forgot my password',
    'how do I reset my PIN',
    'I entered my pin 3 times',
    'my pin was blocked in 2 days',
    '密码忘了怎么办',
    '密码是多少位',
    '验证码收不到',
    '验证码发了三次',
    '密码输错3次',
    'my account was closed',
    'call me later',
    'the card ending 1234',
    '尾号1234',
    'I paid 4500 yen',
    'sent 2026-11-24 at 14:30',
    '三天前转了250000块',
    'reference 20261124',
    '£10,000 - £12,500',
  ])('leaves %s alone', (text) => expect(redacted(text)).toBe(text));
});

describe('account numbers of a tenant', () => {
  it('are found in its own shapes', () => {
    const accountPatterns = ['60####-####', 'SKY-@@-######'];
    expect(redact('transfer from 6012345678 to 60 1234 5678 and sky-ab-123456', {}, { accountPatterns }).text).toBe(
      'transfer from <ACCOUNT_1> to <ACCOUNT_1> and <ACCOUNT_2>',
    );
    expect(redacted('transfer from 6012345678')).toBe('transfer from 6012345678');
  });

  it('take any sign but # and @ as it stands', () => {
    expect(redact('x.*+1', {}, { accountPatterns: ['.*+#'] }).text).toBe('x.*+1');
    expect(redact('x .*+1', {}, { accountPatterns: ['.*+#'] }).text).toBe('x <ACCOUNT_1>');
  });
});

describe('a card number spread over messages', () => {
  it.each<[string[], string, string, string[]]>([
    [['my card is 4111 1111'], '1111 1111 ok', '<CARD_1> ok', ['my card is <CARD_1>']],
    [
      ['my card is 4111 1111 is the first half'],
      'and the rest is 1111 1111',
      'and the rest is <CARD_1>',
      ['my card is <CARD_1> is the first half'],
    ],
    [['hello', '4111', '1111', '1111'], '1111', '<CARD_1>', ['hello', '<CARD_1>', '<CARD_1>', '<CARD_1>']],
    [['卡号前面是４１１１ １１１１'], '后面是11111111', '后面是<CARD_1>', ['卡号前面是<CARD_1>']],
    [['line\none 411111111111'], '1111', '<CARD_1>', ['line\none <CARD_1>']],
  ])('%j, then %s', (earlier, text, expected, masked) => {
    const result = redact(text, {}, { earlier });
    expect(result.text).toBe(expected);
    expect(result.earlier).toEqual(masked);
    expect(result.values).toEqual([{ placeholder: '<CARD_1>', kind: 'CARD', value: '4111111111111111' }]);
  });

  it.each<[string[], string]>([
    [['my card is 4111 1111'], '1111 1112'],
    [['I paid 4111'], 'yesterday'],
    [['call 4111'], '1111'],
    [['<CARD_1>'], '1111'],
    [[], '1111'],
  ])('not: %j, then %s', (earlier, text) => expect(redact(text, {}, { earlier })).toMatchObject({ text, earlier: [] }));
});

describe('a code alone', () => {
  it('is a secret where one is asked for, and a number where none is', () => {
    expect(redact('384921', {}, { expectsCode: true }).text).toBe('<SECRET_1>');
    expect(redact('it says 384 921', {}, { expectsCode: true }).text).toBe('it says <SECRET_1>');
    expect(redacted('384921')).toBe('384921');
  });

  it('is never among the values for the vault', () => {
    const { values } = redact('my pin is 4821 and my mail is a@b.example');
    expect(values).toEqual([{ placeholder: '<EMAIL_1>', kind: 'EMAIL', value: 'a@b.example' }]);
  });
});

describe('a hostile text', () => {
  it('is scanned for numbers with one step a character', () => {
    for (const unit of ['1', '1 ', '4111-', 'a1', '１', '   ']) {
      let steps = 0;
      const text = unit.repeat(100_000 / unit.length);
      findCards(text, () => {
        steps += 1;
      });
      expect(steps).toBe(text.length);
    }
  });

  const units = [
    '1',
    '1 ',
    '4111 ',
    'a',
    'a@',
    'a.',
    '密码',
    '密码 is ',
    'pin ',
    'my code is ',
    'GB82 ',
    'DE',
    '+',
    '(',
    '1-',
    'a at ',
    'passport no ',
    '手机',
    'account number ',
    '@',
    '<',
  ];
  it.each(units)(
    'of 100,000 characters of %j takes no more than its share of one of 25,000',
    { timeout: 60_000 },
    (unit) => {
      const time = (size: number) => {
        const text = unit.repeat(size / unit.length);
        return Math.min(...[1, 2, 3].map(() => cpuOf(() => redact(text))));
      };
      // Four times the text, at most ten times the work: a square would be sixteen times.
      expect(time(100_000)).toBeLessThan(10 * Math.max(time(25_000), 20));
    },
  );
});

/** Milliseconds of processor time, which other processes do not lengthen. */
function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000;
}

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
