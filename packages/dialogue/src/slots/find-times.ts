import { chineseNumber } from './chinese-number.ts';
import { englishNumber } from './english-number.ts';
import type { Span } from './found-slots.ts';
import { inOrder, spanOf } from './spans.ts';

export interface FoundTime {
  time: string;
  span: Span;
}

type Reader = (match: RegExpExecArray) => [hour: number, minute: number] | undefined;

const hourWord = '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)';
const minuteWord = '(?:five|ten|twenty(?:[- ]five)?|quarter|a quarter|half|\\d{1,2})';
const dayPart = String.raw`(?:\s?(?:in the )?(morning|afternoon|evening)|\s?(at night|tonight))?`;
const hanHour = '(\\d{1,2}|十[一二]?|二十[一二三四]?|[零一二两兩三四五六七八九])';
const hanPart =
  '(凌晨|清晨|早上|早晨|今早|明早|朝早|上午|中午|下午|下晝|下昼|晏晝|傍晚|晚上|夜晚|今晚|昨晚|明晚|夜里|半夜|晚)?的?';
const hanMinute = '(半|[一三1-3]刻|\\d{1,2}分?|[零一二三四五六七八九十]{1,3}分?)?';

const readers: readonly (readonly [RegExp, Reader])[] = [
  [
    new RegExp(
      String.raw`(?<![\d:.])${hanPart}\s?(\d{1,2}):(\d{2})(?::\d{2})?(?![\d:])\s?(?:(a|p)\.?m\b\.?)?${dayPart}`,
      'g',
    ),
    clock,
  ],
  [/(?<![\d:.,])(\d{1,2})(?:\.(\d{2}))?\s?(a|p)\.?m\b\.?/g, (m) => halfDay(Number(m[1]), Number(m[2] ?? 0), m[3])],
  [
    new RegExp(
      `\\b(${minuteWord}) (?:minutes? )?(past|to) (${hourWord}|\\d{1,2})\\b\\s?(?:(a|p)\\.?m\\b)?${dayPart}`,
      'g',
    ),
    aroundHour,
  ],
  [
    new RegExp(`\\bhalf (${hourWord})\\b(?:\\s?(a|p)\\.?m\\b)?`, 'g'),
    (m) => spoken(englishNumber(m[1] ?? '') ?? 0, 30, m[2]),
  ],
  [
    new RegExp(`\\b(${hourWord}|\\d{1,2}) ?o'? ?clock\\b\\s?(?:(a|p)\\.?m\\b)?${dayPart}`, 'g'),
    (m) => spoken(hourOf(m[1]), 0, m[2], m[3] ?? m[4]),
  ],
  [new RegExp(`\\b(${hourWord})\\s?(a|p)\\.?m\\b`, 'g'), (m) => halfDay(hourOf(m[1]), 0, m[2])],
  [/\b(?:at )?(?:noon|midday)\b/g, () => [12, 0]],
  [/\b(?:at )?midnight\b/g, () => [0, 0]],
  [
    new RegExp(`${hanPart}差(\\d{1,2}|[一二三四五六七八九十]{1,2}|一刻)[分]?(?:钟|鐘)?(?:到)?${hanHour}[点點]`, 'g'),
    toHour,
  ],
  [
    new RegExp(`(?<![\\d.])${hanPart}\\s?${hanHour}[点點时時](?![五六七八九]?[万千百])(?:钟|鐘|整)?${hanMinute}`, 'g'),
    hanClock,
  ],
  [/正午/g, () => [12, 0]],
  [/午夜|零点|零點/g, () => [0, 0]],
];

/** Times of day on folded text. Spoken hours from one to six without a part of the day are in the afternoon; digits stand as they are. */
export function findTimes(folded: string): FoundTime[] {
  const found = readers.flatMap(([expression, read]) =>
    [...folded.matchAll(expression)].flatMap((match) => {
      const time = read(match);
      return time === undefined || time[0] > 24 || time[1] > 59 ? [] : [{ time: format(time), span: spanOf(match) }];
    }),
  );
  return inOrder(found);
}

function format([hour, minute]: [number, number]): string {
  return `${String(hour % 24).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

function hourOf(text = ''): number {
  return /^\d/.test(text) ? Number(text) : (englishNumber(text) ?? 99);
}

function halfDay(hour: number, minute: number, half: string | undefined): [number, number] | undefined {
  if (hour < 1 || hour > 12) return undefined;
  return [(hour % 12) + (half === 'p' ? 12 : 0), minute];
}

function spoken(hour: number, minute: number, half?: string, part?: string): [number, number] | undefined {
  if (half !== undefined) return halfDay(hour, minute, half);
  if (hour > 12) return [hour, minute];
  if (part === 'morning') return [hour % 12, minute];
  if (part === 'afternoon' || part === 'evening') return [(hour % 12) + 12, minute];
  if (part !== undefined) return [hour === 12 || hour < 5 ? hour % 12 : hour + 12, minute];
  return [hour >= 1 && hour <= 6 ? hour + 12 : hour, minute];
}

function clock(match: RegExpExecArray): [number, number] | undefined {
  const [, han, hourText, minuteText, half, part, night] = match;
  const [hour, minute] = [Number(hourText), Number(minuteText)];
  if (half !== undefined) return halfDay(hour, minute, half);
  if (han !== undefined) return hanTime(han, hour, minute);
  return part === undefined && night === undefined ? [hour, minute] : spoken(hour, minute, undefined, part ?? night);
}

function aroundHour(match: RegExpExecArray): [number, number] | undefined {
  const [, minuteText = '', direction, hourText, half, part, night] = match;
  const named = minuteText.includes('quarter') ? 15 : minuteText === 'half' ? 30 : undefined;
  const minutes = named ?? hourOf(minuteText);
  const time = spoken(hourOf(hourText), 0, half, part ?? night);
  if (time === undefined || minutes > 59) return undefined;
  return direction === 'past' ? [time[0], minutes] : [(time[0] + 23) % 24, 60 - minutes];
}

function hanTime(part: string | undefined, hour: number, minute: number): [number, number] {
  if (part === undefined || hour > 12) return [hour, minute];
  if (/中午/.test(part)) return [hour < 11 ? hour + 12 : hour, minute];
  if (/下午|下晝|下昼|晏晝|傍晚/.test(part)) return [(hour % 12) + 12, minute];
  if (/凌晨|清晨|早|上午/.test(part)) return [hour === 12 && /凌晨/.test(part) ? 0 : hour, minute];
  // 晚上十二点 is midnight, 半夜两点 is two in the morning, 晚上八点 is eight in the evening.
  return [hour === 12 || hour < 5 ? hour % 12 : hour + 12, minute];
}

function hanClock(match: RegExpExecArray): [number, number] | undefined {
  const [, part, hourText = '', minuteText = ''] = match;
  return hanTime(part, chineseNumber(hourText) ?? 99, hanMinutes(minuteText));
}

function hanMinutes(text: string): number {
  if (text === '') return 0;
  if (text === '半') return 30;
  if (text.endsWith('刻')) return (chineseNumber(text.slice(0, -1)) ?? 0) * 15;
  return chineseNumber(text.replace(/分$/, '').replace(/^[零0]/, '') || '0') ?? 99;
}

function toHour(match: RegExpExecArray): [number, number] | undefined {
  const [, part, minuteText = '', hourText = ''] = match;
  const minutes = minuteText === '一刻' ? 15 : (chineseNumber(minuteText) ?? 0);
  const [hour] = hanTime(part, chineseNumber(hourText) ?? 99, 0);
  return [(hour + 23) % 24, 60 - minutes];
}
