const digitValues: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  壹: 1,
  二: 2,
  贰: 2,
  貳: 2,
  两: 2,
  兩: 2,
  俩: 2,
  三: 3,
  叁: 3,
  參: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  陸: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
};
const unitValues: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1_000, 仟: 1_000 };
const bigUnitValues: Readonly<Record<string, number>> = { 万: 10_000, 萬: 10_000, 亿: 100_000_000, 億: 100_000_000 };
const scores: Readonly<Record<string, number>> = { 廿: 20, 卅: 30 };

/** Characters a Chinese number is written with, for use inside a character class. */
export const chineseDigits = '零〇一壹二贰貳两兩三叁參四肆五伍六陆陸七柒八捌九玖十拾百佰千仟万萬亿億廿卅';

/**
 * The value of a Chinese number: 二百三十, 三千八 (3800), 两万五 (25000), 一百零五, 十二, 二〇二六, 3万5, 1.5万. `undefined` where the
 * characters make no number.
 */
export function chineseNumber(text: string): number | undefined {
  const mixed = /^(\d+(?:\.\d+)?)([千百万萬亿億]+)(.*)$/.exec(text);
  if (mixed !== null) return mixedNumber(mixed[1] ?? '', mixed[2] ?? '', mixed[3] ?? '');
  if (/^\d+$/.test(text)) return Number(text);
  const characters = [...text];
  if (characters.length > 1 && characters.every((character) => character in digitValues)) {
    return Number(characters.map((character) => digitValues[character]).join(''));
  }
  return written(characters);
}

function mixedNumber(digits: string, units: string, rest: string): number | undefined {
  const factor = [...units].reduce(
    (product, unit) => product * (unitValues[unit] ?? bigUnitValues[unit] ?? Number.NaN),
    1,
  );
  const head = Math.round(Number(digits) * factor * 100) / 100;
  if (rest === '') return head;
  const single = /^\d$/.test(rest) ? Number(rest) : digitValues[rest];
  // 3万5 is 35,000: a digit alone counts in the next unit below.
  if (single !== undefined) return head + (single * factor) / 10;
  const tail = chineseNumber(rest.replace(/^[零〇]/, ''));
  return tail === undefined || tail >= factor ? undefined : head + tail;
}

interface Sum {
  total: number;
  section: number;
  digit: number | undefined;
  /** The unit before a digit that ends the number: 三千八 is 3,800. */
  unit: number;
  zero: boolean;
}

function written(characters: readonly string[]): number | undefined {
  const sum: Sum = { total: 0, section: 0, digit: undefined, unit: 1, zero: false };
  for (const character of characters) if (!add(sum, character)) return undefined;
  if (characters.length === 0) return undefined;
  const last = sum.digit ?? 0;
  const omitted = sum.unit >= 100 && !sum.zero ? sum.unit / 10 : 1;
  return sum.total + sum.section + last * omitted;
}

function add(sum: Sum, character: string): boolean {
  const digit = digitValues[character];
  if (digit === 0) {
    sum.zero = true;
    return sum.digit === undefined;
  }
  if (digit !== undefined) {
    if (sum.digit !== undefined) return false;
    sum.digit = digit;
    return true;
  }
  if (character in scores) {
    sum.section += scores[character] ?? 0;
    sum.unit = 10;
    return sum.digit === undefined;
  }
  const unit = unitValues[character];
  if (unit === undefined) return addBig(sum, bigUnitValues[character]);
  sum.section += (sum.digit ?? 1) * unit;
  Object.assign(sum, { digit: undefined, unit, zero: false });
  return true;
}

function addBig(sum: Sum, unit: number | undefined): boolean {
  const head = sum.section + (sum.digit ?? 0);
  if (unit === undefined || (head === 0 && sum.total === 0)) return false;
  sum.total = unit > 10_000 ? (sum.total + head) * unit : sum.total + head * unit;
  Object.assign(sum, { section: 0, digit: undefined, unit, zero: false });
  return true;
}
