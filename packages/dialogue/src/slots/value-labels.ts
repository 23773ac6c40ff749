import type { Language } from '@guichet/protocol/language';
import { minorDigits } from './currencies.ts';

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', zh: 'zh-CN' };
const monthNames = 'January February March April May June July August September October November December'.split(' ');
const formats = new Map<string, Intl.NumberFormat>();

/** An amount as people read it: `£1,200.00`, `HK$50.00`. */
export function moneyLabel(amountMinor: number, currency: string, language: Language): string {
  const key = `${language} ${currency}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locales[language], { style: 'currency', currency });
    formats.set(key, format);
  }
  return format.format(amountMinor / 10 ** minorDigits(currency));
}

/** A day as people read it: `3 May 2026`, 2026年5月3日. */
export function dateLabel(iso: string, language: Language): string {
  const [year, month, day] = iso.split('-').map(Number);
  if (language === 'zh') return `${year}年${month}月${day}日`;
  return `${day} ${monthNames[(month ?? 1) - 1]} ${year}`;
}

/** A card that only its last digits name. */
export function tailLabel(digits: string, language: Language): string {
  return language === 'zh' ? `尾号${digits}` : `ending ${digits}`;
}
