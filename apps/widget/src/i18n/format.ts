import type { Language } from '@guichet/protocol/language';

const localeOf = (language: Language) => (language === 'zh' ? 'zh-CN' : 'en-GB');

/** A day as people write it. A day without a time (`2026-05-03`) is that day everywhere; what is no day stays as it is. */
export function formatDay(iso: string, language: Language): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso) ?? [];
  const date = iso.length > 10 ? new Date(iso) : new Date(Number(year), Number(month) - 1, Number(day));
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long' }).format(date);
}

/** The time of day of a moment, in the customer's own time zone. */
export function formatTime(iso: string, language: Language): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return new Intl.DateTimeFormat(localeOf(language), { hour: '2-digit', minute: '2-digit' }).format(date);
}

/** A plain number as an amount; words and other signs stay as typed. */
export function formatMoney(text: string, currency: string, language: Language): string {
  const plain = text.normalize('NFKC').replace(/,(?=\d{3}(?:\D|$))/g, '');
  return /^\d+(?:\.\d+)?$/.test(plain) ? moneyFormat(currency, language).format(Number(plain)) : text;
}

/** The sign before an amount: `£`, `US$`; in front of the field, so that nobody wonders which money is meant. */
export function currencySign(currency: string, language: Language): string {
  const parts = moneyFormat(currency, language).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? currency;
}

function moneyFormat(currency: string, language: Language): Intl.NumberFormat {
  return new Intl.NumberFormat(localeOf(language), { style: 'currency', currency });
}
