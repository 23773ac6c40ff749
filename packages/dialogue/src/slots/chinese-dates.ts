import { addDays, addMonths, type Day, daysIn, weekdayOf } from './calendar.ts';
import { chineseDigits, chineseNumber } from './chinese-number.ts';
import { type DateContext, dayOfMonth, fullYear, withoutYear } from './date-context.ts';
import type { DateFinding } from './numeric-dates.ts';
import { spanOf } from './spans.ts';

type Reader = (match: RegExpExecArray, context: DateContext) => Day | undefined;

const numeral = String.raw`(\d{1,2}|[${chineseDigits}]{1,3})`;
const dayMark = '(?:[日号號](?![码碼线線楼樓院店台柜櫃窗卡]))';
const yearPart = String.raw`(?:(\d{4}|\d{2}|[零〇一二三四五六七八九]{4}|[零〇一二三四五六七八九]{2})年|(今年|去年|前年|明年))`;
const relative: Readonly<Record<string, number>> = {
  大前天: -3,
  前天: -2,
  前日: -2,
  昨天: -1,
  昨日: -1,
  昨晚: -1,
  昨夜: -1,
  尋日: -1,
  寻日: -1,
  琴日: -1,
  噚日: -1,
  昨儿: -1,
  今天: 0,
  今日: 0,
  今早: 0,
  今晚: 0,
  今晨: 0,
  今儿: 0,
  刚才: 0,
  刚刚: 0,
  啱啱: 0,
  明天: 1,
  明日: 1,
  聽日: 1,
  听日: 1,
  明早: 1,
  明晚: 1,
  后天: 2,
  後天: 2,
  後日: 2,
  大后天: 3,
  大後天: 3,
};
const years: Readonly<Record<string, number>> = { 今年: 0, 去年: -1, 前年: -2, 明年: 1 };
const weekShifts: Readonly<Record<string, number>> = {
  上上: -2,
  上: -1,
  这: 0,
  這: 0,
  本: 0,
  今: 0,
  呢: 0,
  下: 1,
  下下: 2,
};
const monthShifts: Readonly<Record<string, number>> = {
  上上: -2,
  上: -1,
  这: 0,
  這: 0,
  本: 0,
  当: 0,
  呢: 0,
  下: 1,
  下下: 2,
};
const week = '[个個]?(?:周|週|星期|礼拜|禮拜)';
const weekday = '([一二三四五六日天末1-7])(?![个個百千万分])';
const days = Object.keys(relative)
  .sort((a, b) => b.length - a.length)
  .join('|');

/** Each in turn: what an earlier one took, a later one does not see. */
const readers: readonly (readonly [RegExp, Reader])[] = [
  [
    new RegExp(`${yearPart}的?${numeral}月(?:份的?)?${numeral}${dayMark}?`, 'g'),
    (m, c) => dated(m[1], m[2], m[3], m[4], c),
  ],
  [new RegExp(`${yearPart}${numeral}月底`, 'g'), (m, c) => lastOf({ ...dated(m[1], m[2], m[3], '1', c), day: 1 })],
  [
    new RegExp(`(上上|上|这|這|本|当|呢|下下|下)[个個]?月的?${numeral}${dayMark}`, 'g'),
    (m, c) => ofMonth(c.today, monthShifts[m[1] ?? ''] ?? 0, m[2]),
  ],
  [
    /(上上|上|这|這|本|当|呢|下下|下)[个個]?月[底末]/g,
    (m, c) => lastOf(addMonths({ ...c.today, day: 1 }, monthShifts[m[1] ?? ''] ?? 0)),
  ],
  [
    /(上上|上|这|這|本|当|呢|下下|下)[个個]?月初/g,
    (m, c) => ({ ...addMonths({ ...c.today, day: 1 }, monthShifts[m[1] ?? ''] ?? 0), day: 1 }),
  ],
  [
    new RegExp(`(?<![\\d${chineseDigits}年])${numeral}月(?:份的?)?${numeral}${dayMark}?(?![\\d.元块天个])`, 'g'),
    (m, c) => monthDay(m[1], m[2], c),
  ],
  [new RegExp(`(?<![\\d${chineseDigits}])${numeral}月[底末]`, 'g'), (m, c) => lastOf(monthDay(m[1], '1', c))],
  [/月[底末]/g, (_, c) => monthEnd(c)],
  [/月初/g, (_, { today }) => ({ ...today, day: 1 })],
  [new RegExp(days, 'g'), (m, c) => addDays(c.today, relative[m[0]] ?? 0)],
  [
    new RegExp(`(上上|上|这|這|本|今|呢|下下|下)${week}${weekday}`, 'g'),
    (m, c) => weekOf(c.today, weekShifts[m[1] ?? ''] ?? 0, m[2]),
  ],
  [new RegExp(`(?<![上下这這本两几每])(?:周|週|星期|礼拜|禮拜)${weekday}`, 'g'), bareWeekday],
  [
    new RegExp(
      `(?:(\\d{1,3}|[${chineseDigits}]{1,3})|(半))[个個]?(天|日|周|週|星期|礼拜|禮拜|月|年)(?:之)?(前|以前|后|後|以后|之后)`,
      'g',
    ),
    shifted,
  ],
  [
    new RegExp(`(?<![尾卡账帳单單编編\\d${chineseDigits}第月])${numeral}${dayMark}`, 'g'),
    (m, c) => dayOfMonth(chineseNumber(m[1] ?? '') ?? 0, c),
  ],
];

/** Dates in Chinese, Cantonese words included, on folded text. */
export function chineseDates(folded: string, context: DateContext): DateFinding[] {
  return readers.flatMap(([expression, read]) =>
    [...folded.matchAll(expression)].flatMap((match) => {
      const day = read(match, context);
      return day === undefined ? [] : [{ day, span: spanOf(match) }];
    }),
  );
}

function dated(
  yearText: string | undefined,
  relativeYear: string | undefined,
  month = '',
  day = '',
  context: DateContext,
): Day {
  const year =
    yearText === undefined ? context.today.year + (years[relativeYear ?? ''] ?? 0) : yearOf(yearText, context);
  return { year, month: chineseNumber(month) ?? 0, day: chineseNumber(day) ?? 0 };
}

function yearOf(text: string, context: DateContext): number {
  return fullYear(chineseNumber(text) ?? 0, context);
}

function monthDay(month = '', day = '', context: DateContext): Day {
  return withoutYear(chineseNumber(month) ?? 0, chineseNumber(day) ?? 0, context);
}

function ofMonth(today: Day, offset: number, day = ''): Day {
  const { year, month } = addMonths({ ...today, day: 1 }, offset);
  return { year, month, day: chineseNumber(day) ?? 0 };
}

function lastOf({ year, month }: Day): Day {
  return { year, month, day: month < 1 || month > 12 ? 0 : daysIn(year, month) };
}

function monthEnd({ today, when }: DateContext): Day {
  const end = lastOf(today);
  return when === 'past' && end.day !== today.day ? lastOf(addMonths({ ...today, day: 1 }, -1)) : end;
}

function weekdayNumber(text = ''): number {
  return '一二三四五六日'.indexOf(text) + 1 || { 天: 7, 末: 6 }[text] || Number(text);
}

/** Weeks run from Monday to Sunday: 上周二 is the Tuesday of last week, however long ago. */
function weekOf(today: Day, weeks: number, name: string | undefined): Day {
  return addDays(today, weekdayNumber(name) - weekdayOf(today) + weeks * 7);
}

function bareWeekday(match: RegExpExecArray, { today, when }: DateContext): Day {
  const difference = weekdayNumber(match[1]) - weekdayOf(today);
  if (when === 'future') return addDays(today, (difference + 7) % 7);
  return addDays(today, difference > 0 ? difference - 7 : difference);
}

function shifted(match: RegExpExecArray, { today }: DateContext): Day | undefined {
  const [, countText, half, unit = '', direction = ''] = match;
  const sign = direction.includes('前') ? -1 : 1;
  if (half !== undefined)
    return unit === '月' ? addDays(today, sign * 15) : unit === '年' ? addMonths(today, sign * 6) : undefined;
  const count = sign * (chineseNumber(countText ?? '') ?? 0);
  if (unit === '月') return addMonths(today, count);
  if (unit === '年') return addMonths(today, count * 12);
  return addDays(today, count * (/[天日]/.test(unit) ? 1 : 7));
}
