import { type DigitRun, digitRuns, endsGroup, startsGroup } from './digit-runs.ts';
import type { Finding } from './finding.ts';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';
// A number that the customer calls an identity number is one, mistyped or of the old kind with fifteen digits.
const named =
  /(?:身份证|身份證|证件号|證件號|身分证|身分證)[^\d]{0,12}(\d(?:[ -]?\d){13,16}(?:[ -]?[\dXx])?)(?![\dA-Za-z])/g;

/**
 * Chinese resident identity numbers with any separators: 18 characters with a date of birth and a right check character
 * (GB 11643-1999), and any of 15 to 18 that the text calls one.
 */
export function findResidentIds(folded: string): Finding[] {
  const found = digitRuns(folded).flatMap((run) => idsIn(folded, run));
  for (const match of folded.matchAll(named)) {
    const end = match.index + match[0].length;
    found.push({ kind: 'CN_ID', start: end - (match[1]?.length ?? 0), end });
  }
  return found;
}

function idsIn(folded: string, run: DigitRun): Finding[] {
  const found: Finding[] = [];
  for (let first = 0; first + 17 <= run.digits.length; first += 1) {
    if (!startsGroup(run, first)) continue;
    const end = idEnd(folded, run, first);
    if (end > 0) found.push({ kind: 'CN_ID', start: run.at[first] ?? 0, end });
  }
  return found;
}

function idEnd(folded: string, run: DigitRun, first: number): number {
  const body = run.digits.slice(first, first + 17);
  if (!/^[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$/.test(body)) return 0;
  const sum = weights.reduce((total, weight, index) => total + weight * (body.charCodeAt(index) - 0x30), 0);
  const check = checkCharacters[sum % 11];
  if (check === run.digits[first + 17]) return endsGroup(run, first + 17) ? (run.at[first + 17] ?? 0) + 1 : 0;
  const after = (run.at[first + 16] ?? 0) + 1;
  const letter = /^[ -]?[Xx](?![A-Za-z0-9])/.exec(folded.slice(after, after + 3));
  return check === 'X' && letter !== null ? after + letter[0].length : 0;
}
