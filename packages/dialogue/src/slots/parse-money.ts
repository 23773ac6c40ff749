import { findDates } from './find-dates.ts';
import { findMoney } from './find-money.ts';
import { foldText } from './fold-text.ts';
import type { ParseContext, ParsedSlot } from './found-slots.ts';
import { readCorrection } from './read-correction.ts';
import { overlaps } from './spans.ts';
import { moneyLabel } from './value-labels.ts';

/** More than any account pays at once: a slip of the keyboard. */
const mostMinorUnits = 10_000_000_000_00;

/** "Two cards" is no amount. */
const counted = /^\s?[个個张張笔筆次天年月号號点點]/u;

/** The one amount that a text names. Where it takes one back ("not 40, 50"), the other. */
export function parseMoney(text: string, context: ParseContext): ParsedSlot {
  const folded = foldText(text);
  const found = amounts(folded, context);
  if (found.length === 0) return { fault: /\d{13,}/.test(folded) ? 'too_large' : 'not_understood' };
  const distinct = new Set(found.map(({ amountMinor, currency }) => `${amountMinor} ${currency}`));
  const [only] = found;
  if (only === undefined || distinct.size > 1) return { fault: 'ambiguous' };
  return checked(only, context);
}

function amounts(folded: string, context: ParseContext) {
  const correction = readCorrection(folded);
  const yen =
    context.currency === 'JPY' || context.currency === 'CNY'
      ? context.currency
      : context.language === 'zh'
        ? 'CNY'
        : 'JPY';
  const dates = findDates(folded, context.language, context);
  const found = findMoney(folded, yen).filter(({ span, weak }) => {
    if (correction?.rejected != null && overlaps(span, correction.rejected)) return false;
    return !weak || !(counted.test(folded.slice(span[1])) || dates.some((date) => overlaps(date.span, span)));
  });
  const named = found.filter(({ weak }) => !weak);
  return named.length > 0 ? named : found;
}

function checked(
  { amountMinor, currency }: { amountMinor: number; currency: string | null | undefined },
  { currency: wanted, min = 1, max = mostMinorUnits, language }: ParseContext,
): ParsedSlot {
  if (currency === undefined) return { fault: 'wrong_currency' };
  const known = currency ?? wanted ?? (language === 'zh' ? 'CNY' : 'GBP');
  if (wanted !== undefined && known !== wanted) return { fault: 'wrong_currency' };
  const minor = currency === null ? inUnits(amountMinor, known) : amountMinor;
  if (minor < min) return { fault: 'too_small' };
  if (minor > max) return { fault: 'too_large' };
  return { value: `${minor} ${known}`, label: moneyLabel(minor, known, language) };
}

/** An amount without a currency was read in hundredths. */
function inUnits(hundredths: number, currency: string): number {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return Math.round(hundredths * 10 ** (digits - 2));
}
