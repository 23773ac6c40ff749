import type { FormField, Interaction } from '@guichet/protocol/interaction';
import { describe, expect, test } from 'vitest';
import { currencySign, formatDay, formatMoney, formatTime } from '../../i18n/format.ts';
import { interactionStrings } from '../../i18n/interaction-strings.ts';
import { stringsFor } from '../../i18n/strings.ts';
import { answerLabel } from './answer-label.ts';
import { faultOf } from './fault-of.ts';

const money: FormField = { name: 'amount', label: 'Amount', kind: 'money', required: true, currency: 'GBP' };
const date: FormField = { name: 'day', label: 'Day', kind: 'date', required: false };
const reason: FormField = {
  name: 'reason',
  label: 'Reason',
  kind: 'choice',
  required: true,
  options: [{ value: 'lost', label: 'Lost' }],
};

describe('a value', () => {
  test.each([
    ['', 'missing'],
    ['  ', 'missing'],
    ['lots', null],
    ['£', 'notMoney'],
    ['25.50', null],
    ['£1.2k', null],
    ['1,234.56', null],
    ['２５．５', null],
    ['二百三十块', null],
    ['fifty pounds', null],
    ['0', 'notPositive'],
    ['£0.00', 'notPositive'],
    ['-5', 'notPositive'],
    ['£-5', 'notPositive'],
    ['25.505', 'tooFine'],
  ] as const)('of money, "%s", is %s', (text, fault) => {
    expect(faultOf(money, text)).toBe(fault);
  });

  test('that must be chosen says so', () => {
    expect(faultOf(reason, '')).toBe('missingChoice');
    expect(faultOf(reason, 'lost')).toBeNull();
  });

  test('may be left out where it is optional, but not half given', () => {
    expect(faultOf(date, '')).toBeNull();
    expect(faultOf(date, '', true)).toBe('notDate');
    expect(faultOf({ ...date, kind: 'time' }, '', true)).toBe('notTime');
  });
});

describe('an answer stands in the conversation', () => {
  test('as the labels of what was given, in the language of the chat', () => {
    const form: Interaction = { type: 'form', id: 'f', title: '', submitLabel: 'Go', fields: [reason, money, date] };
    const values = { reason: 'lost', amount: '1,234.5', day: '2026-05-03' };
    expect(answerLabel(form, { values }, 'en')).toBe('Reason: Lost\nAmount: £1,234.50\nDay: 3 May 2026');
    expect(answerLabel(form, { values }, 'zh')).toMatch(/Day：2026年5月3日/);
    expect(answerLabel(form, { values: {} }, 'en')).toBe('Go');
  });

  test('and a secret never does', () => {
    const secret = { type: 'secret', id: 's', label: 'Code' } as Interaction;
    for (const language of ['en', 'zh'] as const) {
      expect(answerLabel(secret, { code: '739164' }, language)).not.toMatch(/\d/);
    }
  });
});

test('days, times and amounts that are none stay as they are', () => {
  expect(formatDay('soon', 'en')).toBe('soon');
  expect(formatTime('soon', 'en')).toBe('');
  expect(formatMoney('about fifty', 'GBP', 'en')).toBe('about fifty');
  expect(formatDay('2026-12-08', 'zh')).toBe('2026年12月8日');
  expect(currencySign('CNY', 'zh')).toBe('¥');
});

test('every word is there in both languages, with the same blanks', () => {
  const blanks = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const words of [interactionStrings, stringsFor]) {
    const [english, chinese] = [words('en'), words('zh')] as Record<string, string>[];
    expect(Object.keys(chinese ?? {})).toEqual(Object.keys(english ?? {}));
    for (const [name, text] of Object.entries(english ?? {})) {
      expect(text.trim() === '', name).toBe(false);
      expect(blanks(chinese?.[name] ?? ''), name).toEqual(blanks(text));
    }
  }
});
