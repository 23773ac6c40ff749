import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSlots } from './find-slots.ts';
import { foldText } from './fold-text.ts';
import type { FoundSlots, Span } from './found-slots.ts';
import { parseSlot } from './parse-slot.ts';
import { isSomethingElse } from './read-answer.ts';

const context = { now: Date.parse('2026-06-10T12:00:00Z'), timeZone: 'Europe/London' };
const find = (text: string): FoundSlots => findSlots(text, /\p{Script=Han}/u.test(text) ? 'zh' : 'en', context);
const answer = (text: string) => {
  const { yesNo, cancel } = find(text);
  return cancel ? 'cancel' : yesNo;
};

describe('yes', () => {
  it.each(
    `yes|Yes!|YES|yeah|yep|yup|ya|yes please|ok|okay|OK.|ok sure|k|sure|sure thing|go ahead|please do|yes, please|yes go ahead|do it|of course|that's right|that’s correct|correct|confirm|no problem|why not|sounds good|yes yes|absolutely|👍|✅|fine, go ahead|ok thanks|well yes|yes that's right|alright then|aye|i agree
    是|是的|对|对的|對|好|好的|好啊|好吧|行|行吧|可以|可以的|嗯|嗯嗯|没错|确认|確認|确定|同意|没问题|当然|要|好的，谢谢|嗯，可以|对对对|好好好|那就好吧|就这样|係|係呀|啱|好呀|冇問題|得|妥|必须的|ok的|中|ＯＫ`
      .split(/[|\n]/)
      .map((text) => text.trim()),
  )('%s', (text) => expect(answer(text)).toBe('yes'));
});

describe('no', () => {
  it.each(
    `no|No.|nope|nah|no thanks|no thank you|no, thanks|not now|not yet|don't|do not|please don't|don't do it|wrong|that's wrong|that is not right|of course not|no way|yeah no|no no|no no no|👎|❌|never|no need|absolutely not|not correct|definitely not|oh no|no sorry
    不|不是|不是的|不对|不對|不要|不用|不用了|不行|不可以|否|别|没有|冇|唔係|唔系|唔好|唔使|唔要|唔啱|不了|不用，谢谢|不不不|先不用|不同意|错了|不需要|不必了|先别|不是的，谢谢|唔使喇`
      .split(/[|\n]/)
      .map((text) => text.trim()),
  )('%s', (text) => expect(answer(text)).toBe('no'));
});

describe('calling off', () => {
  it.each(
    `cancel|Cancel!|cancel that|cancel it please|please cancel|stop|forget it|never mind|nevermind|nvm|no, cancel|no forget it|leave it|i changed my mind|I've changed my mind|abort|quit|exit|don't bother|let's not|i don't want to|scrap that|call it off|start over
    取消|取消吧|算了|算啦|算了吧|不办了|不弄了|停|停止|退出|不想办了|放弃|作罢|唔搞喇|唔要喇|那算了|还是算了吧|不，取消|不用了，取消|拉倒吧|我不办了`
      .split(/[|\n]/)
      .map((text) => text.trim()),
  )('%s', (text) => expect(answer(text)).toBe('cancel'));
});

describe('neither', () => {
  it.each(
    `no wait|wait|hold on|not no|not sure|maybe|yes but make it 50|yes no|cancel my transfer|cancel the payment to Tom|don't cancel|please do not cancel it|no, make it 50|I do not know|thanks|hello|hmm|stop the payment to Amazon|yesterday|know|nothing
    等等|等一下|不是不要|不是不行|不知道|不确定|取消转账|别取消|不要取消|好像不对吧应该|是不是|对不对|要不要|行不行|可以吗|不好意思|谢谢|你好|算账|好坏|好贵|对账单|停车费|唔知`
      .split(/[|\n]/)
      .map((text) => text.trim()),
  )('%s', (text) => expect(answer(text)).toBeNull());
});

it.each([
  'something else',
  'Something else.',
  'none of these',
  'neither',
  'No, something else',
  '都不是',
  '都不是，我想问别的',
  '其他',
  '别的问题',
  '都唔係',
])('%s means none of what was offered', (text) => expect(isSomethingElse(foldText(text))).toBe(true));

it.each(['else', 'other card', '其他卡', 'something'])('%s does not', (text) =>
  expect(isSomethingElse(foldText(text))).toBe(false),
);

describe('a place in a list', () => {
  it.each<[string, number | null]>([
    ['the second one', 2],
    ['second', 2],
    ['the 3rd payment', 3],
    ['number 4', 4],
    ['#2', 2],
    ['the last one', -1],
    ['last but one', -2],
    ['the latter', -1],
    ['第三笔', 3],
    ['第十二条', 12],
    ['最后一个', -1],
    ['倒数第二个', -2],
    ['前者', 1],
    ['wait a second', null],
    ['last Tuesday', null],
    ['the last four digits', null],
    ['第二天', null],
    ['first of all I am angry', null],
  ])('%s → %s', (text, expected) => expect(find(text).ordinal).toBe(expected));
});

describe('all that a message says', () => {
  it('is found together, each where it stands', () => {
    const text = 'I paid £12.50 at Tesco last Tuesday at 2pm with the card ending 1234, case SKY-20260601-0007';
    const found = find(text);
    const piece = ([start, end]: Span) => text.slice(start, end);
    expect(found.money.map(({ amountMinor, span }) => [amountMinor, piece(span)])).toEqual([[1_250, '£12.50']]);
    expect(found.date.map(({ iso, span }) => [iso, piece(span)])).toEqual([['2026-06-09', 'last Tuesday']]);
    expect(found.time.map(({ time, span }) => [time, piece(span)])).toEqual([['14:00', '2pm']]);
    expect(found.cardTail.map(({ digits }) => digits)).toEqual(['1234']);
    expect(found.reference.map((one) => one.text)).toEqual(['SKY-20260601-0007']);
  });

  it('is found in Chinese, too', () => {
    const found = find('尾号5062的卡9月27号下午三点扣了我974.39元，案件号 CP-2026-0042，不是我消费的');
    expect(found).toMatchObject({
      money: [{ amountMinor: 97_439, currency: 'CNY' }],
      date: [{ iso: '2025-09-27' }],
      time: [{ time: '15:00' }],
      cardTail: [{ digits: '5062' }],
      reference: [{ text: 'CP-2026-0042' }],
      yesNo: null,
    });
  });

  it.each<[string, number[]]>([
    ['make it 50', [5_000]],
    ['no, 50', [5_000]],
    ['50', [5_000]],
    ['I paid 40', [4_000]],
    ['not 40, 50', [5_000]],
    ['50, not 40', [5_000]],
    ['改成三百', [30_000]],
    ['转了三千八', [380_000]],
    ['I have 2 cards', []],
    ['card ending 1234', []],
    ['at 14:30', []],
    ['on 3/5', []],
    ['两张卡', []],
    ['一下', []],
    ['第二个', []],
    ['我打了3次电话', []],
    ['call me on <PHONE_1>', []],
    ['尾号1234', []],
    ['order 12345678', []],
    ['一定要帮我', []],
    ['万一丢了', []],
  ])('an amount is one only where it is spoken of: %s → %s', (text, expected) =>
    expect(find(text).money.map(({ amountMinor }) => amountMinor)).toEqual(expected),
  );

  it('leaves out what is taken back', () => {
    expect(find('not Monday, Tuesday').date.map(({ iso }) => iso)).toEqual(['2026-06-09']);
    expect(find('不是尾号1234，是尾号5678').cardTail.map(({ digits }) => digits)).toEqual(['5678']);
  });

  it('leaves out days that do not exist', () => expect(find('31/02/2026').date).toEqual([]));
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...'£|$|50|1.2k|,|.|-|not |no |是|不是|改成|号|月|年|周二|第|张|块|元|万|点|半|:|/|yes|last |Tuesday|May |the |3rd|half |past |two |hundred |ending |1234|<CARD_1>|😀|\u0301|百|零|\n| '.split(
      '|',
    ),
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join('')),
  );
  const language = fc.constantFrom('en' as const, 'zh' as const);
  const now = fc.integer({ min: Date.parse('2001-01-01'), max: Date.parse('2099-12-31') });
  const timeZone = fc.constantFrom('Europe/London', 'Asia/Shanghai', 'America/New_York', 'Pacific/Apia');

  it('is read without a throw, and every span lies inside it', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(text, language, now, timeZone, (words, spoken, at, zone) => {
        const found = findSlots(words, spoken, { now: at, timeZone: zone, cardTails: { '<CARD_1>': '1234' } });
        for (const { span } of [...found.money, ...found.date, ...found.time, ...found.cardTail, ...found.reference]) {
          expect(span[0]).toBeGreaterThanOrEqual(0);
          expect(span[1]).toBeGreaterThan(span[0]);
          expect(span[1]).toBeLessThanOrEqual(words.length);
        }
        for (const { amountMinor } of found.money) expect(Number.isSafeInteger(amountMinor)).toBe(true);
        for (const { iso } of found.date) expect(new Date(iso).toISOString().slice(0, 10)).toBe(iso);
        for (const { time } of found.time) expect(time).toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is a value or a fault of any kind, without a throw', { timeout: 60_000 }, () => {
    const kind = fc.constantFrom('text', 'money', 'date', 'time', 'choice', 'card', 'transaction', 'account' as const);
    const options = fc.option(fc.array(fc.record({ value: text, label: text }), { minLength: 1, maxLength: 4 }), {
      nil: undefined,
    });
    fc.assert(
      fc.property(kind, text, language, options, (of, words, spoken, offered) => {
        const parsed = parseSlot(of as 'text', words, {
          ...context,
          language: spoken,
          ...(offered === undefined ? {} : { options: offered }),
        });
        if ('fault' in parsed) expect(parsed.fault).toMatch(/^[a-z_]+$/);
        else expect(typeof parsed.value + typeof parsed.label).toBe('stringstring');
      }),
      { numRuns: 3_000 },
    );
  });
});
