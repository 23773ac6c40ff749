import { chineseNumber } from './chinese-number.ts';
import { minorDigits } from './currencies.ts';
import { englishNumber } from './english-number.ts';

const factors: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  grand: 1e3,
  m: 1e6,
  mn: 1e6,
  mil: 1e6,
  million: 1e6,
  bn: 1e9,
  billion: 1e9,
};

/** The most minor units an amount may have: beyond, whole numbers of doubles have gaps. */
export const mostMinor = Number.MAX_SAFE_INTEGER;

/**
 * Minor units of a number as typed on folded text, such as `1,234.50`, `1.234,50`, `1.2` with factor `k`, 三千八, "fifty". `undefined`
 * where it is no number or finer than the currency.
 */
export function readAmount(number: string, factor: string | undefined, currency: string | null): number | undefined {
  const scale = factor === undefined ? 1 : (factors[factor] ?? 1);
  const digits = minorDigits(currency);
  const plain = /^\d/.test(number) && /^[\d.,']+$/.test(number) ? plainDecimal(number) : undefined;
  if (plain !== undefined) return scaled(plain, scale, digits);
  if (/^[\d.,']+$/.test(number)) return undefined;
  const value = /^[a-z]/.test(number) ? englishNumber(number) : chineseNumber(number);
  return value === undefined ? undefined : toMinor(value * scale, digits);
}

/** With a point as decimal sign and no other sign; `undefined` for groupings that no one uses. */
function plainDecimal(text: string): string | undefined {
  if (/^\d{1,3}(?:[,']\d{3})+(?:\.\d+)?$/.test(text)) return text.replace(/[,']/g, '');
  if (/^\d{1,3}(?:\.\d{3})+,\d{1,2}$/.test(text)) return text.replaceAll('.', '').replace(',', '.');
  if (/^\d+,\d{1,2}$/.test(text)) return text.replace(',', '.');
  return /^\d+(?:\.\d+)?$/.test(text) ? text : undefined;
}

function scaled(decimal: string, scale: number, digits: number): number | undefined {
  const decimals = (decimal.split('.')[1] ?? '').replace(/0+$/, '').length;
  if (scale === 1 && decimals > digits) return undefined;
  return toMinor(Number(decimal) * scale, digits);
}

function toMinor(value: number, digits: number): number {
  return Math.round(value * 10 ** digits);
}
