import { addDays, addMonths, type Day, daysIn, weekdayOf } from './calendar.ts';
import { type DateContext, dayOfMonth, fullYear, withoutYear } from './date-context.ts';
import { englishNumber } from './english-number.ts';
import type { DateFinding } from './numeric-dates.ts';
import { spanOf } from './spans.ts';

type Reader = (match: RegExpExecArray, context: DateContext) => Day | undefined;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const weekday =
  '(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday|s)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)';
const words: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
  thirteenth: 13,
  fourteenth: 14,
  fifteenth: 15,
  sixteenth: 16,
  seventeenth: 17,
  eighteenth: 18,
  nineteenth: 19,
  twentieth: 20,
  'twenty-first': 21,
  'twenty-second': 22,
  'twenty-third': 23,
  'twenty-fourth': 24,
  'twenty-fifth': 25,
  'twenty-sixth': 26,
  'twenty-seventh': 27,
  'twenty-eighth': 28,
  'twenty-ninth': 29,
  thirtieth: 30,
  'thirty-first': 31,
};
const dayWord = `(?:${Object.keys(words)
  .sort((a, b) => b.length - a.length)
  .join('|')})`;
const dayNumber = String.raw`(\d{1,2}(?:st|nd|rd|th)?|${dayWord})`;
const year = String.raw`(?:,?\s(?:of\s)?(\d{4})(?!\d)|[-/ ](\d{4}|'?\d{2})(?![\d:.,]|\s?(?:[ap]\.?m|quid|pounds|euros?)))?`;
const count = '(\\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a couple of|couple of)';

/** Each in turn: what an earlier one took, a later one does not see. */
const readers: readonly (readonly [RegExp, Reader])[] = [
  [
    pattern(`(?:the )?${dayNumber}(?:\\s|-|/| of | day of )+${month}${year}`),
    (m, c) => dated(m[2], m[1], m[3] ?? m[4], c),
  ],
  [pattern(`${month}[\\s-](?:the )?${dayNumber}${year}`), (m, c) => dated(m[1], m[2], m[3] ?? m[4], c)],
  [/\b(?:the )?day before yesterday\b/g, (_, { today }) => addDays(today, -2)],
  [/\b(?:the )?day after tomorrow\b/g, (_, { today }) => addDays(today, 2)],
  [/\byesterday\b|\blast night\b|\byday\b/g, (_, { today }) => addDays(today, -1)],
  [
    /\btoday\b|\btonight\b|\bthis (?:morning|afternoon|evening)\b|\bjust now\b|\bearlier today\b/g,
    (_, { today }) => today,
  ],
  [/\btomorrow\b|\btmrw?\b|\btmr\b/g, (_, { today }) => addDays(today, 1)],
  [pattern(`${weekday} (?:of )?(last|this|next) week`), (m, c) => weekOf(c.today, m[1], shifts[m[2] ?? ''] ?? 0)],
  [pattern(`(?:a week (?:ago )?(?:on|last) |a week last )${weekday}`), (m, c) => addDays(before(c.today, m[1]), -7)],
  [pattern(`(last|this past|past|previous) ${weekday}`), (m, c) => before(c.today, m[2])],
  [pattern(`(?:this coming|next|coming) ${weekday}`), (m, c) => after(c.today, m[1])],
  [pattern(`this ${weekday}`), (m, c) => weekOf(c.today, m[1], 0)],
  [pattern(`(?:on |since |from )?${weekday}`), bareWeekday],
  [
    pattern(`${count} (day|week|fortnight|month|year)s? (?:ago|back|earlier)`),
    (m, c) => shifted(c.today, m[1], m[2], -1),
  ],
  [pattern(`in ${count} (day|week|fortnight|month|year)s?(?:' time)?`), (m, c) => shifted(c.today, m[1], m[2], 1)],
  [/\b(?:the )?end of (?:the|this) month\b|\bmonth[- ]end\b/g, (_, c) => monthEnd(c)],
  [/\b(?:the )?end of last month\b/g, (_, { today }) => lastOf(addMonths(today, -1))],
  [/\b(?:the )?(?:start|beginning) of (?:the|this) month\b/g, (_, { today }) => ({ ...today, day: 1 })],
  [pattern(`${dayNumber} (?:of )?(last|this|next) month`), (m, c) => ofMonth(c.today, shifts[m[2] ?? ''] ?? 0, m[1])],
  [pattern(`last month on the ${dayNumber}`), (m, c) => ofMonth(c.today, -1, m[1])],
  [
    /(?<![\w£$€.,-])the (\d{1,2})(?:st|nd|rd|th)(?![\w-])(?! (?:one|card|payment|transaction|transfer|option|account|item)\b)/g,
    (m, c) => dayOfMonth(Number(m[1]), c),
  ],
  [
    /(?<![\w£$€.,-])(?:on|since|from|by) (?:the )?(\d{1,2})(?:st|nd|rd|th)(?![\w-])/g,
    (m, c) => dayOfMonth(Number(m[1]), c),
  ],
  [/^\s*(\d{1,2})(?:st|nd|rd|th)\s*[.!?]?\s*$/g, (m, c) => dayOfMonth(Number(m[1]), c)],
];

const shifts: Readonly<Record<string, number>> = { last: -1, this: 0, next: 1 };

/** Dates in English words on folded text. */
export function englishDates(folded: string, context: DateContext): DateFinding[] {
  return readers.flatMap(([expression, read]) =>
    [...folded.matchAll(expression)].flatMap((match) => {
      const day = read(match, context);
      return day === undefined ? [] : [{ day, span: spanOf(match) }];
    }),
  );
}

function pattern(source: string): RegExp {
  return new RegExp(`(?<![\\w.,£$€])${source}(?![\\w])`, 'g');
}

function dayOf(text = ''): number {
  return words[text] ?? Number.parseInt(text, 10);
}

function dated(name = '', day = '', yearText: string | undefined, context: DateContext): Day {
  const number = months.indexOf(name.slice(0, 3)) + 1;
  if (yearText === undefined) return withoutYear(number, dayOf(day), context);
  return { year: fullYear(Number(yearText.replace("'", '')), context), month: number, day: dayOf(day) };
}

function weekdayNumber(name = ''): number {
  return weekdays.indexOf(name.slice(0, 3)) + 1;
}

function before(today: Day, name = ''): Day {
  const back = (weekdayOf(today) - weekdayNumber(name) + 7) % 7;
  return addDays(today, -(back === 0 ? 7 : back));
}

function after(today: Day, name = ''): Day {
  const ahead = (weekdayNumber(name) - weekdayOf(today) + 7) % 7;
  return addDays(today, ahead === 0 ? 7 : ahead);
}

function weekOf(today: Day, name: string | undefined, weeks: number): Day {
  return addDays(today, weekdayNumber(name) - weekdayOf(today) + weeks * 7);
}

/** "Tuesday": the last one, today included; the next one where the future is asked for. Short forms are words of their own too. */
function bareWeekday(match: RegExpExecArray, { today, when }: DateContext): Day | undefined {
  const name = match[1] ?? '';
  if (/^(?:sat|sun|wed|fri|mon)$/.test(name) && !/^(?:on|since|from)/.test(match[0]) && match[0] !== match.input.trim())
    return undefined;
  const difference = weekdayNumber(name) - weekdayOf(today);
  if (when === 'future') return addDays(today, (difference + 7) % 7);
  return addDays(today, difference > 0 ? difference - 7 : difference);
}

function shifted(today: Day, countText = '', unit = '', direction: number): Day {
  const spoken = /couple/.test(countText) ? 2 : /^an?$/.test(countText) ? 1 : englishNumber(countText);
  const count = direction * (/^\d/.test(countText) ? Number(countText) : (spoken ?? 1));
  if (unit === 'month') return addMonths(today, count);
  if (unit === 'year') return addMonths(today, count * 12);
  return addDays(today, count * (unit === 'week' ? 7 : unit === 'fortnight' ? 14 : 1));
}

function ofMonth(today: Day, offset: number, day: string | undefined): Day {
  const { year, month } = addMonths({ ...today, day: 1 }, offset);
  return { year, month, day: dayOf(day) };
}

function lastOf({ year, month }: Day): Day {
  return { year, month, day: daysIn(year, month) };
}

function monthEnd({ today, when }: DateContext): Day {
  const end = lastOf(today);
  return when === 'past' && end.day !== today.day ? lastOf(addMonths({ ...today, day: 1 }, -1)) : end;
}
