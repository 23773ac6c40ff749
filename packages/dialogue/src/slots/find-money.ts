import { chineseDigits, chineseNumber } from './chinese-number.ts';
import { currencyOf, currencySource } from './currencies.ts';
import { englishNumberSource } from './english-number.ts';
import type { Span } from './found-slots.ts';
import { mostMinor, readAmount } from './read-amount.ts';
import { inOrder, spanOf } from './spans.ts';

/** An amount in a text. `weak` is a bare number: an amount only where one is asked for or spoken of. */
export interface FoundMoney {
  amountMinor: number;
  /** `null` where the text names none, `undefined` where it names one that no account holds. */
  currency: string | null | undefined;
  span: Span;
  weak: boolean;
}

const decimal = String.raw`(?<![\d.,])(?:\d{1,3}(?:[,']\d{3}){1,5}(?:\.\d{1,4})?|\d{1,3}(?:\.\d{3}){1,5},\d{1,2}|\d{1,16}(?:[.,]\d{1,4})?)(?![.,]?\d)`;
const mixed = String.raw`(?<![\d.,])\d{1,9}(?:\.\d{1,4})?[千百万萬亿億]{1,3}(?:[${chineseDigits}]{1,10}|\d(?!\d))?`;
const chinese = `(?<![几幾数數多${chineseDigits}])(?!一[共下定直些样樣起般旦边邊])[${chineseDigits}]{1,16}`;
const factor = String.raw`(?:\s?(k|mn|mil|million|m|bn|billion|thousand|grand)(?![a-z]))?`;
const number = `(?:(${mixed})|(${decimal})${factor}|(${chinese})|(?<![a-z])(${englishNumberSource})(?![a-z]))`;
const sign = String.raw`(?:(?<![\d\w])(-|−|minus |负|負)\s?)?`;
// "3 pounds 50", "50块5", "五块八毛": hundredths behind the unit.
const counters = '点點號号月日年天个個张張笔筆次';
const englishRest = String.raw`(?:\sand)?\s(\d\d)(?:\s?p(?:ence)?(?![a-z])|(?=\s*(?:$|[.,!?;])))`;
const chineseRest = String.raw`(\d{1,2}|[一二三四五六七八九])[毛角]?(?![\d${chineseDigits}.,:${counters}])`;
const unit = String.raw`(?:\s?(块钱|塊錢|块|塊|${currencySource})(?:${englishRest}|${chineseRest})?)?`;
const amount = new RegExp(String.raw`${sign}(${currencySource})?\s?${sign}${number}${unit}`, 'g');
const subUnits =
  /(?<![\d.,])(?:(\d{1,4})|([一二三四五六七八九两兩]))\s?(?:(p|pence|pennies|cents?)(?![a-z])|毛钱?|角)/g;
const notes: readonly (readonly [RegExp, number])[] = [
  [/\b(?:a )?fiver\b/g, 500],
  [/\b(?:a )?tenner\b/g, 1_000],
];

/** Amounts on folded text; bare numbers are marked weak. ¥ is yuan in Chinese and yen in English. */
export function findMoney(folded: string, yen: 'CNY' | 'JPY'): FoundMoney[] {
  const amounts = [...folded.matchAll(amount)].flatMap((match) => moneyOf(match, yen) ?? []);
  const spoken = notes.flatMap(([pattern, amountMinor]) =>
    [...folded.matchAll(pattern)].map((match) => ({ amountMinor, currency: 'GBP', span: spanOf(match), weak: false })),
  );
  const parts = [...folded.matchAll(subUnits)].map(subUnitOf);
  const clear = amounts.filter(({ weak }) => !weak);
  const found = inOrder([...clear, ...spoken, ...parts, ...amounts.filter(({ weak }) => weak)]);
  return found.filter(({ amountMinor }) => Math.abs(amountMinor) <= mostMinor);
}

function subUnitOf(match: RegExpExecArray): FoundMoney {
  const count = chineseNumber(match[1] ?? match[2] ?? '') ?? 0;
  const pence = match[3]?.startsWith('p') ?? false;
  const amountMinor = match[3] === undefined ? count * 10 : count;
  return { amountMinor, currency: pence ? 'GBP' : null, span: spanOf(match), weak: false };
}

function moneyOf(match: RegExpExecArray, yen: string): FoundMoney | undefined {
  const [, signBefore, prefix, signWithin, mixedText, plain, factorText, hanText, words, unitText, ...rests] = match;
  const numeral = mixedText ?? plain ?? hanText ?? words ?? '';
  const name = prefix ?? (/^[块塊]/.test(unitText ?? '') ? undefined : unitText);
  const currency = name === undefined ? null : currencyName(name, yen);
  const whole = readAmount(numeral, factorText, currency ?? null);
  if (whole === undefined) return undefined;
  const part = partOf(rests[0] ?? rests[1]);
  const minor = whole % 100 === 0 ? whole + part : whole;
  const [start, end] = spanOf(match);
  const bare = name === undefined && unitText === undefined && factorText === undefined;
  return {
    amountMinor: (signBefore ?? signWithin) === undefined ? minor : -minor,
    currency,
    span: [start + match[0].length - match[0].trimStart().length, end],
    weak: bare && !/^[\d,]+\.\d\d$/.test(numeral),
  };
}

/** 5 behind 50块 is 50 hundredths, and 50 is 50: two digits count as they stand, one as tenths. */
function partOf(rest: string | undefined): number {
  if (rest === undefined) return 0;
  return /^\d\d$/.test(rest) ? Number(rest) : (chineseNumber(rest) ?? 0) * 10;
}

function currencyName(name: string, yen: string): string | undefined {
  if (name === '¥' || name === '￥') return yen;
  return currencyOf(name) ?? undefined;
}
