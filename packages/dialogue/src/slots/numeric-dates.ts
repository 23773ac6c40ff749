import { type DateContext, fullYear, type ReadDay, withoutYear } from './date-context.ts';
import type { Span } from './found-slots.ts';
import { spanOf } from './spans.ts';

export interface DateFinding {
  day: ReadDay;
  span: Span;
}

const edge = String.raw`(?![\d])`;
const yearFirst = new RegExp(
  String.raw`(?<![\d.,/-])(\d{4})([-/.年])\s?(\d{1,2})(?:\2|月)\s?(\d{1,2})[日号號]?${edge}`,
  'g',
);
const compact = /(?<![\d.,/-])((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?![\d.,/-])/g;
const yearLast = new RegExp(String.raw`(?<![\d.,/£$€-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})${edge}`, 'g');
// Without a year only with a slash: 3.5 and 3-5 are more often numbers.
const noYear = /(?<![\d.,/£$€-])(\d{1,2})\/(\d{1,2})(?![\d/])/g;

/** Dates in digits alone. The order of day and month is the context's; a number over 12 shows it by itself. */
export function numericDates(folded: string, context: DateContext): DateFinding[] {
  const found: DateFinding[] = [];
  for (const match of folded.matchAll(yearFirst)) found.push(finding(match, match[1], match[3], match[4]));
  for (const match of folded.matchAll(compact)) found.push(finding(match, match[1], match[2], match[3]));
  for (const match of folded.matchAll(yearLast)) {
    const [day, month] = ordered(Number(match[1]), Number(match[3]), context);
    found.push({ day: { year: fullYear(Number(match[4]), context), month, day }, span: spanOf(match) });
  }
  for (const match of folded.matchAll(noYear)) {
    const [day, month] = ordered(Number(match[1]), Number(match[2]), context);
    if (month > 12 || day > 31) continue;
    found.push({ day: withoutYear(month, day, context), span: spanOf(match) });
  }
  return found;
}

function finding(match: RegExpExecArray, year = '', month = '', day = ''): DateFinding {
  return { day: { year: Number(year), month: Number(month), day: Number(day) }, span: spanOf(match) };
}

function ordered(first: number, second: number, { order }: DateContext): [day: number, month: number] {
  const monthFirst = order === 'mdy' ? first <= 12 : second > 12 && first <= 12;
  return monthFirst ? [second, first] : [first, second];
}
