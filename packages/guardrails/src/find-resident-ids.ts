import type { Finding } from './finding.ts';

const candidate =
  /(?<!\d)[1-9]\d{5}[ -]?(?:19|20)\d{2}[ -]?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx](?![\dA-Za-z])/g;
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/** Chinese resident identity numbers of 18 characters with a right check character (GB 11643-1999). */
export function findResidentIds(folded: string): Finding[] {
  return [...folded.matchAll(candidate)]
    .filter((match) => checks(match[0].replace(/[ -]/g, '').toUpperCase()))
    .map((match) => ({ kind: 'CN_ID' as const, start: match.index, end: match.index + match[0].length }));
}

function checks(digits: string): boolean {
  const sum = weights.reduce((total, weight, index) => total + weight * (digits.charCodeAt(index) - 0x30), 0);
  return checkCharacters[sum % 11] === digits[17];
}
