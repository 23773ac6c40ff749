import type { Language } from '@guichet/protocol/language';

const longestValue = 500;

/** A value out of an action's result as a slot holds it; `undefined` where it cannot be shown. */
export function resultValue(found: unknown, language: Language): { value: string; label: string } | undefined {
  if (typeof found === 'number' || typeof found === 'boolean') return { value: String(found), label: String(found) };
  if (typeof found === 'string' && found !== '') {
    const value = found.slice(0, longestValue);
    return { value, label: dayLabel(value, language) ?? value };
  }
  return isMoney(found)
    ? { value: `${found.amountMinor} ${found.currency}`, label: moneyLabel(found, language) }
    : undefined;
}

/** A day as people write it, where the text is an ISO day. */
export function dayLabel(iso: string, language: Language): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (language === 'zh') return `${year}年${Number(month)}月${Number(day)}日`;
  const name = monthNames[Number(month) - 1];
  return name === undefined ? undefined : `${Number(day)} ${name} ${year}`;
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

interface Money {
  amountMinor: number;
  currency: string;
}

function isMoney(found: unknown): found is Money {
  if (typeof found !== 'object' || found === null) return false;
  const { amountMinor, currency } = found as Partial<Money>;
  return Number.isSafeInteger(amountMinor) && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
}

function moneyLabel({ amountMinor, currency }: Money, language: Language): string {
  const digits = currency === 'JPY' ? 0 : 2;
  return new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { style: 'currency', currency }).format(
    amountMinor / 10 ** digits,
  );
}
