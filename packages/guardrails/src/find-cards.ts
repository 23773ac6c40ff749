import type { Finding } from './finding.ts';

// Digits in groups, with up to three separators of any sort between them (people type dots, dashes, slashes, line ends).
const digitRun = /\d(?:[\s\-–—―./\\_·•,|:*'\u200b-\u200d\u2060\ufeff]{0,3}\d){11,40}/g;

interface Brand {
  prefix: RegExp;
  lengths: readonly number[];
}

// Issuer ranges after ISO/IEC 7812 as the networks publish them.
const brands: readonly Brand[] = [
  { prefix: /^4/, lengths: [16, 13, 19] },
  { prefix: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^(62|81)/, lengths: [16, 19, 17, 18] },
  { prefix: /^(6011|65|64[4-9])/, lengths: [16, 19] },
  { prefix: /^(352[89]|35[3-8])/, lengths: [16] },
  { prefix: /^(30[0-5]|36|38|39)/, lengths: [14] },
  { prefix: /^(50|5[6-9]|6)/, lengths: [16, 18, 19] },
];

/** Payment card numbers with any separators: right issuer range and length, right check digit (Luhn, ISO/IEC 7812-1). */
export function findCards(folded: string): Finding[] {
  return [...folded.matchAll(digitRun)].flatMap((run) => cardsIn(run[0], run.index));
}

function cardsIn(run: string, offset: number): Finding[] {
  const positions = [...run.matchAll(/\d/g)].map((digit) => digit.index);
  const digits = positions.map((position) => run[position]).join('');
  const found: Finding[] = [];
  let at = 0;
  while (at + 12 < digits.length) {
    const length = startsGroup(positions, at) ? cardLength(digits, positions, at) : 0;
    const first = positions[at];
    const last = positions[at + length - 1];
    if (length > 0 && first !== undefined && last !== undefined) {
      found.push({ kind: 'CARD', start: offset + first, end: offset + last + 1 });
      at += length;
    } else at += 1;
  }
  return found;
}

/** Length of the card number that starts at digit `at` and ends where a group ends; 0 where there is none. */
function cardLength(digits: string, positions: readonly number[], at: number): number {
  for (const brand of brands) {
    if (!brand.prefix.test(digits.slice(at))) continue;
    const length = brand.lengths.find(
      (count) =>
        at + count <= digits.length && endsGroup(positions, at + count - 1) && luhn(digits.slice(at, at + count)),
    );
    if (length !== undefined) return length;
  }
  return 0;
}

function startsGroup(positions: readonly number[], at: number): boolean {
  return at === 0 || (positions[at] ?? 0) - (positions[at - 1] ?? 0) > 1;
}

function endsGroup(positions: readonly number[], at: number): boolean {
  return at === positions.length - 1 || startsGroup(positions, at + 1);
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 0x30;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
