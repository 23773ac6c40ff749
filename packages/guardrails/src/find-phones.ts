import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Finding } from './finding.ts';

const candidate = /(?<![\d.,/-])(?:\+|00)?\(?\d(?:[ ().\-–·]{0,2}\d){6,14}(?![\d/])/g;
const homes: readonly CountryCode[] = ['CN', 'GB', 'US', 'DE', 'FR', 'HK'];
// Amounts, dates and plain counts look like numbers of some country; these shapes are never telephone numbers.
const notPhone = /^(?:\d{4}[-. ]\d{1,2}[-. ]\d{1,2}|\d{1,2}[-. ]\d{1,2}[-. ]\d{4}|\d{1,3}(?:[ .]\d{3})+)$/;

/** Telephone numbers: international form, or the national forms of China, the United Kingdom, the United States and their neighbours. */
export function findPhones(folded: string): Finding[] {
  return [...folded.matchAll(candidate)]
    .filter((match) => isPhone(match[0]))
    .map((match) => ({ kind: 'PHONE' as const, start: match.index, end: match.index + match[0].length }));
}

function isPhone(text: string): boolean {
  if (notPhone.test(text)) return false;
  const international = text.replace(/^00/, '+');
  if (international.startsWith('+')) return parsePhoneNumberFromString(international)?.isPossible() ?? false;
  return homes.some((country) => isNational(text, country));
}

function isNational(text: string, country: CountryCode): boolean {
  const digits = text.replace(/\D/g, '');
  const trunk =
    country === 'US' || country === 'HK'
      ? true
      : digits.startsWith('0') || (country === 'CN' && /^1[3-9]\d{9}$/.test(digits));
  // Without a separator, eight or ten plain digits are more often a reference than a Hong Kong or American number.
  if (!trunk || ((country === 'US' || country === 'HK') && digits === text)) return false;
  return parsePhoneNumberFromString(text, country)?.isValid() ?? false;
}
