import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Finding } from './finding.ts';

const candidate = /(?<![\d.,/A-Za-z-])(?:\+ ?|00)?\(?\d(?:[ ().\-–—·_]{0,3}\d){6,14}(?![\d/])/g;
const homes: readonly CountryCode[] = ['CN', 'GB', 'DE', 'FR', 'ES', 'IT', 'NL', 'IE'];
// Amounts, dates and plain counts look like numbers of some country; these shapes are never telephone numbers.
const notPhone = /^(?:\d{4}[-. ]\d{1,2}[-. ]\d{1,2}|\d{1,2}[-. ]\d{1,2}[-. ]\d{4}|\d{1,3}(?:[ .]\d{3})+)$/;
const northAmerican = /^(?:1[ .-]?)?(?:\([2-9]\d{2}\)[ .-]?|[2-9]\d{2}[ .-])\d{3}[ .-]\d{4}$/;
const chineseMobile = /^(?:86)?1[3-9]\d{9}$/;
const chineseService = /^[48]00[ -]?\d{3}[ -]?\d{4}$/;
/** A number that the text calls a telephone number is one, whatever its country. */
const named =
  /(?:\b(?:phone|telephone|mobile|cell|cellphone|tel|fax|whatsapp|landline)(?: (?:number|no\.?|num))?|\b(?:call|ring|text|phone|reach|contact|sms)(?: me| us| him| her)?(?: back)?(?: on| at)|\bnumber to call|手机号?码?|手機號?碼?|电话号?码?|電話號?碼?|座机|联系方式|联络方式|联系我|聯絡我|打给我|致电|传真|whatsapp)(?: ?(?:is|was|:|：|是|为|為|=|,|，))?[\s:：("“(]{0,3}(\+?\(?\d(?:[ ().\-–·]{0,2}\d){5,14})(?!\d)/gi;
const phoneWord = /\b(?:phone|mobile|telephone)\b|电话|電話|手机|手機/i;
/** In a message about a telephone also a mobile number with a digit too few or too many. */
const anyMobile = /(?<![\dA-Za-z.,-])1[3-9]\d{8,11}(?!\d)/g;
const tailWords = /尾号|尾號|末四位|后四位|last (?:four|4)|ending/i;

/** Telephone numbers: international form, national forms of China, the United Kingdom, North America and the EU, and what is called one. */
export function findPhones(folded: string): Finding[] {
  const shaped = [...folded.matchAll(candidate)].flatMap((match) => {
    // A bracket before the whole number is none of its own.
    const number = match[0].replace(/^\((?![^)]*\))/, '');
    const end = match.index + match[0].length;
    return isPhone(number) ? [{ kind: 'PHONE' as const, start: end - number.length, end }] : [];
  });
  const called = [...folded.matchAll(named)].flatMap((match) => {
    const number = match[1] ?? '';
    const end = match.index + match[0].length;
    return tailWords.test(match[0]) || notPhone.test(number)
      ? []
      : [{ kind: 'PHONE' as const, start: end - number.length, end }];
  });
  const spokenOf = phoneWord.test(folded) ? [...folded.matchAll(anyMobile)] : [];
  const loose = spokenOf.map(({ index, 0: number }) => ({
    kind: 'PHONE' as const,
    start: index,
    end: index + number.length,
  }));
  return [...called, ...shaped, ...loose];
}

function isPhone(text: string): boolean {
  if (notPhone.test(text)) return false;
  const digits = text.replace(/\D/g, '');
  if (text.startsWith('+')) return digits.length >= 8;
  if (northAmerican.test(text) || chineseMobile.test(digits) || chineseService.test(text)) return true;
  if (text.startsWith('00')) return parsePhoneNumberFromString(`+${digits.slice(2)}`)?.isPossible() ?? false;
  return (
    digits.startsWith('0') && homes.some((country) => parsePhoneNumberFromString(text, country)?.isValid() ?? false)
  );
}
