import type { FieldKind } from '@guichet/protocol/interaction';
import { describe, expect, it } from 'vitest';
import type { ParseContext, SlotFault } from './found-slots.ts';
import { parseSlot } from './parse-slot.ts';

// A Wednesday.
const context: ParseContext = { now: Date.parse('2026-06-10T12:00:00Z'), timeZone: 'Europe/London', language: 'en' };
const pounds: ParseContext = { ...context, currency: 'GBP' };
const past: ParseContext = { ...context, when: 'past' };
const future: ParseContext = { ...context, when: 'future' };

function expectSlot(kind: FieldKind, text: string, expected: string, given: ParseContext) {
  const parsed = parseSlot(kind, text, given);
  expect('value' in parsed ? parsed.value : parsed.fault).toBe(expected);
}

describe('an amount in pounds', () => {
  it.each<[string, string]>([
    ['£1.2k', '120000 GBP'],
    ['£50', '5000 GBP'],
    ['£ 50', '5000 GBP'],
    ['50', '5000 GBP'],
    ['50.5', '5050 GBP'],
    ['50.50', '5050 GBP'],
    ['£1,234.50', '123450 GBP'],
    ['1,234.50 GBP', '123450 GBP'],
    ['GBP 1,234.50', '123450 GBP'],
    ['1.234,50 GBP', '123450 GBP'],
    ["1'234.50 GBP", '123450 GBP'],
    ['12 quid', '1200 GBP'],
    ['a fiver', '500 GBP'],
    ['a tenner', '1000 GBP'],
    ['fifty pounds', '5000 GBP'],
    ['two hundred and thirty pounds', '23000 GBP'],
    ['twenty-five quid', '2500 GBP'],
    ['a hundred pounds', '10000 GBP'],
    ['one hundred', '10000 GBP'],
    ['twelve hundred pounds', '120000 GBP'],
    ['half a million pounds', '50000000 GBP'],
    ['two grand', '200000 GBP'],
    ['2 grand', '200000 GBP'],
    ['a grand', '100000 GBP'],
    ['£1.5m', '150000000 GBP'],
    ['3 pounds 50', '350 GBP'],
    ['3 pounds and 50 pence', '350 GBP'],
    ['50p', '50 GBP'],
    ['99 pence', '99 GBP'],
    ['it was £12.99', '1299 GBP'],
    ['about 40 pounds please', '4000 GBP'],
    ['no, make it 50', '5000 GBP'],
    ['not 40, 50', '5000 GBP'],
    ['not £40 but £50', '5000 GBP'],
    ['£50, not £40', '5000 GBP'],
    ['sorry, I meant 50', '5000 GBP'],
    ['it should be 50', '5000 GBP'],
    ['change it to £75.20', '7520 GBP'],
    ['５０ pounds', '5000 GBP'],
    ['£１，２３４．５０', '123450 GBP'],
    ['￡50', '5000 GBP'],
    ['I was charged £30 on 3 May', '3000 GBP'],
    ['-£50', 'too_small'],
    ['£-50', 'too_small'],
    ['minus 50', 'too_small'],
    ['£0', 'too_small'],
    ['0', 'too_small'],
    ['zero', 'too_small'],
    ['99999999999999', 'too_large'],
    ['999999999999999999999', 'too_large'],
    ['£1.999', 'not_understood'],
    ['50 euros', 'wrong_currency'],
    ['$50', 'wrong_currency'],
    ['0.5 bitcoin', 'wrong_currency'],
    ['12 btc', 'wrong_currency'],
    ['£40 or £50', 'ambiguous'],
    ['lots', 'not_understood'],
    ['no idea', 'not_understood'],
    ['', 'empty'],
  ])('%s → %s', (text, expected) => expectSlot('money', text, expected, pounds));
});

describe('an amount in any currency', () => {
  it.each<[string, string]>([
    ['fifty euros', '5000 EUR'],
    ['€50', '5000 EUR'],
    ['1.234,50 €', '123450 EUR'],
    ['12,50 €', '1250 EUR'],
    ['HK$50', '5000 HKD'],
    ['US$ 1,000', '100000 USD'],
    ['$20', '2000 USD'],
    ['20 bucks', '2000 USD'],
    ['¥5000', '5000 JPY'],
    ['5000 yen', '5000 JPY'],
    ['100 rmb', '10000 CNY'],
    ['CHF 12.50', '1250 CHF'],
    ['100 Swiss francs', '10000 CHF'],
    ['A$30', '3000 AUD'],
    ['1.5 KWD', '1500 KWD'],
  ])('%s → %s', (text, expected) => expectSlot('money', text, expected, context));

  it('keeps within the bounds of its slot', () => {
    expectSlot('money', '£5', 'too_small', { ...pounds, min: 1_000 });
    expectSlot('money', '£500', 'too_large', { ...pounds, max: 10_000 });
  });
});

describe('a date', () => {
  it.each<[string, string]>([
    ['today', '2026-06-10'],
    ['yesterday', '2026-06-09'],
    ['yesterday evening', '2026-06-09'],
    ['last night', '2026-06-09'],
    ['the day before yesterday', '2026-06-08'],
    ['tomorrow', '2026-06-11'],
    ['the day after tomorrow', '2026-06-12'],
    ['last Tuesday', '2026-06-09'],
    ['last Wednesday', '2026-06-03'],
    ['Tuesday last week', '2026-06-02'],
    ['Tuesday', '2026-06-09'],
    ['on Friday', '2026-06-05'],
    ['this Friday', '2026-06-12'],
    ['next Monday', '2026-06-15'],
    ['a week ago', '2026-06-03'],
    ['3 days ago', '2026-06-07'],
    ['two weeks ago', '2026-05-27'],
    ['a fortnight ago', '2026-05-27'],
    ['a month ago', '2026-05-10'],
    ['a couple of days ago', '2026-06-08'],
    ['in 3 days', '2026-06-13'],
    ['the 3rd', '2026-06-03'],
    ['3rd', '2026-06-03'],
    ['the 20th', '2026-05-20'],
    ['on the 31st', '2026-05-31'],
    ['3 May', '2026-05-03'],
    ['3rd of May', '2026-05-03'],
    ['May 3', '2026-05-03'],
    ['May 3rd, 2025', '2025-05-03'],
    ['the third of May', '2026-05-03'],
    ['3 December', '2025-12-03'],
    ['25 Dec 2025', '2025-12-25'],
    ['3-May-2026', '2026-05-03'],
    ["3 May '25", '2025-05-03'],
    ['2026-05-03', '2026-05-03'],
    ['2026/5/3', '2026-05-03'],
    ['20260503', '2026-05-03'],
    ['03/05/2026', '2026-05-03'],
    ['3.5.2026', '2026-05-03'],
    ['03/05/26', '2026-05-03'],
    ['3/5', '2026-05-03'],
    ['05/23/2026', '2026-05-23'],
    ['end of the month', '2026-06-30'],
    ['the end of last month', '2026-05-31'],
    ['beginning of the month', '2026-06-01'],
    ['the 3rd of last month', '2026-05-03'],
    ['29 February', '2024-02-29'],
    ['no, the 5th of June', '2026-06-05'],
    ['not Monday, Tuesday', '2026-06-09'],
    ['not the 3rd but the 4th of May', '2026-05-04'],
    ['it was on the 3rd I think', '2026-06-03'],
    ['３/５/２０２６', '2026-05-03'],
    ['31/02/2026', 'impossible_date'],
    ['30 February 2026', 'impossible_date'],
    ['31 April', 'impossible_date'],
    ['2026-13-01', 'impossible_date'],
    ['the 32nd', 'impossible_date'],
    ['29/02/2026', 'impossible_date'],
    ['3 May or 4 May', 'ambiguous'],
    ['soon', 'not_understood'],
    ['I do not remember', 'not_understood'],
  ])('%s → %s', (text, expected) => expectSlot('date', text, expected, context));

  it('must lie where its slot wants it', () => {
    expectSlot('date', 'tomorrow', 'not_past', past);
    expectSlot('date', 'yesterday', 'not_future', future);
    expectSlot('date', '1/1/2030', 'not_past', past);
    expectSlot('date', 'today', '2026-06-10', past);
    expectSlot('date', 'today', '2026-06-10', future);
    expectSlot('date', '3 May', '2027-05-03', future);
    expectSlot('date', 'Friday', '2026-06-12', future);
    expectSlot('date', 'the 3rd', '2026-07-03', future);
    expectSlot('date', 'end of the month', '2026-05-31', past);
  });

  it('has its day and month in the order of the place, or of the tenant', () => {
    expectSlot('date', '03/05/2026', '2026-03-05', { ...context, timeZone: 'America/New_York' });
    expectSlot('date', '03/05/2026', '2026-03-05', { ...context, dateOrder: 'mdy' });
    expectSlot('date', '03/05/2026', '2026-05-03', { ...context, timeZone: 'America/New_York', dateOrder: 'dmy' });
  });

  it('is counted from the day it is where the bank is, across the change of clocks', () => {
    // Half past midnight in London, still the day before in New York.
    const now = Date.parse('2026-03-29T00:30:00Z');
    expectSlot('date', 'today', '2026-03-29', { ...context, now });
    expectSlot('date', 'today', '2026-03-28', { ...context, now, timeZone: 'America/New_York' });
    // 23:30 UTC is half past midnight in summer time.
    expectSlot('date', 'yesterday', '2026-03-29', { ...context, now: Date.parse('2026-03-29T23:30:00Z') });
    expectSlot('date', 'yesterday', '2026-10-25', { ...context, now: Date.parse('2026-10-26T00:30:00Z') });
  });
});

describe('a time', () => {
  it.each<[string, string]>([
    ['14:30', '14:30'],
    ['2:30pm', '14:30'],
    ['2.30 pm', '14:30'],
    ['2pm', '14:00'],
    ['2 a.m.', '02:00'],
    ['12am', '00:00'],
    ['12pm', '12:00'],
    ['half past two', '14:30'],
    ['half past ten', '10:30'],
    ['half two', '14:30'],
    ['quarter to five', '16:45'],
    ['a quarter past 9', '09:15'],
    ['ten past eight in the evening', '20:10'],
    ["five o'clock", '17:00'],
    ["nine o'clock in the morning", '09:00'],
    ['8 in the evening or so, at 20:00', '20:00'],
    ['noon', '12:00'],
    ['midnight', '00:00'],
    ['around 9:05', '09:05'],
    ['not 3pm, 4pm', '16:00'],
    ['in the evening', 'ambiguous'],
    ['25:00', 'not_understood'],
    ['later', 'not_understood'],
    ['2pm or 3pm', 'ambiguous'],
  ])('%s → %s', (text, expected) => expectSlot('time', text, expected, context));
});

describe('one of the cards offered', () => {
  const options = [
    { value: 'card_1', label: 'Black card ···· 1234' },
    { value: 'card_2', label: 'Debit card ···· 5678' },
    { value: 'card_3', label: 'Virtual card ···· 9012' },
  ];
  it.each<[string, string]>([
    ['the second one', 'card_2'],
    ['second', 'card_2'],
    ['2', 'card_2'],
    ['2.', 'card_2'],
    ['b', 'card_2'],
    ['number 2', 'card_2'],
    ['option 3', 'card_3'],
    ['the last one', 'card_3'],
    ['the last card', 'card_3'],
    ['first one please', 'card_1'],
    ['the 1st', 'card_1'],
    ['1234', 'card_1'],
    ['ending 1234', 'card_1'],
    ['the one ending in 5678', 'card_2'],
    ['last four digits are 9012', 'card_3'],
    ['****1234', 'card_1'],
    ['my black card', 'card_1'],
    ['the black one', 'card_1'],
    ['debit', 'card_2'],
    ['我的黑卡', 'card_1'],
    ['the virtual one please', 'card_3'],
    ['Black card ···· 1234', 'card_1'],
    ['card_2', 'card_2'],
    ['not that one, the one ending 1234', 'card_1'],
    ['not the black one, the debit one', 'card_2'],
    ['no, the second one', 'card_2'],
    ['ending 0000', 'not_offered'],
    ['the fifth one', 'not_offered'],
    ['my gold card', 'not_offered'],
    ['my card', 'ambiguous'],
    ['9', 'not_offered'],
  ])('%s → %s', (text, expected) => {
    const parsed = parseSlot('card', text, { ...context, options });
    // A word that all cards share tells nothing.
    const outcome = 'value' in parsed ? parsed.value : parsed.fault;
    if (expected === 'ambiguous') expect(['ambiguous', 'not_offered']).toContain(outcome);
    else expect(outcome).toBe(expected);
  });

  it('is found by a masked number whose last digits are known', () => {
    expectSlot('card', 'it is <CARD_1>', 'card_2', { ...context, options, cardTails: { '<CARD_1>': '5678' } });
    expectSlot('card', '<CARD_2>', 'not_offered', { ...context, options, cardTails: { '<CARD_1>': '5678' } });
  });

  it('is its last four digits where none are offered', () => {
    expectSlot('card', 'the one ending in 1234', '1234', context);
    expectSlot('card', '1234', '1234', context);
    expectSlot('card', 'the black one', 'not_understood', context);
  });
});

describe('one of the payments offered', () => {
  const options = [
    { value: 'tx_1', label: 'Tesco Stores · £12.50 · 8 Jun 2026' },
    { value: 'tx_2', label: 'Skyline Air · £480.00 · 2 Jun 2026' },
    { value: 'tx_3', label: 'Tesco Petrol · £40.00 · 9 Jun 2026' },
    { value: 'tx_4', label: 'Cash withdrawal · £40.00 · 1 Jun 2026' },
  ];
  it.each<[string, string]>([
    ['the Skyline one', 'tx_2'],
    ['£480', 'tx_2'],
    ['the 480 one', 'tx_2'],
    ['480', 'tx_2'],
    ['the £12.50 one', 'tx_1'],
    ['yesterday', 'tx_3'],
    ['the one on 2 June', 'tx_2'],
    ['Tesco petrol', 'tx_3'],
    ['the £40 at Tesco', 'tx_3'],
    ['£40 on 1 June', 'tx_4'],
    ['the cash one', 'tx_4'],
    ['the third payment', 'tx_3'],
    ['the last transaction', 'tx_4'],
    ['Tesco', 'ambiguous'],
    ['£40', 'ambiguous'],
    ['£99', 'not_offered'],
    ['the Amazon one', 'not_offered'],
    ['not the Tesco one, the airline: Skyline', 'tx_2'],
  ])('%s → %s', (text, expected) => expectSlot('transaction', text, expected, { ...context, options }));
});

describe('a choice', () => {
  const options = [
    { value: 'lost', label: 'Lost' },
    { value: 'stolen', label: 'Stolen' },
    { value: 'damaged', label: 'Damaged' },
  ];
  it.each<[string, string]>([
    ['Lost', 'lost'],
    ['lost', 'lost'],
    ['LOST!', 'lost'],
    ['I lost it on the bus', 'lost'],
    ["it's missing", 'lost'],
    ['someone stole it', 'stolen'],
    ['it was nicked', 'stolen'],
    ['it is broken', 'damaged'],
    ['丢了', 'lost'],
    ['被偷了', 'stolen'],
    ['not lost, stolen', 'stolen'],
    ['the first', 'lost'],
    ['3', 'damaged'],
    ['lost or stolen', 'ambiguous'],
    ['the weather', 'not_offered'],
  ])('%s → %s', (text, expected) => expectSlot('choice', text, expected, { ...context, options }));
});

describe('free text', () => {
  it.each<[string, string, Partial<ParseContext>]>([
    ['  I want my money back. ', 'I want my money back.', {}],
    ['   ', 'empty', {}],
    ['ok', 'too_short', { min: 5 }],
    ['far too long', 'too_long', { max: 5 }],
    ['👨‍👩‍👧', '👨‍👩‍👧', { max: 5 }],
  ])('%s', (text, expected, bounds) => expectSlot('text', text, expected, { ...context, ...bounds }));
});

it('gives each fault its code', () => {
  const codes: SlotFault[] = ['empty', 'not_understood'];
  expect([parseSlot('time', ' ', context), parseSlot('time', 'x', context)]).toEqual(codes.map((fault) => ({ fault })));
});

it('labels values as people read them', () => {
  expect(parseSlot('money', '£1.2k', pounds)).toEqual({ value: '120000 GBP', label: '£1,200.00' });
  expect(parseSlot('date', 'the 3rd', context)).toEqual({ value: '2026-06-03', label: '3 June 2026' });
  expect(parseSlot('card', 'ending 1234', context)).toEqual({ value: '1234', label: 'ending 1234' });
});
