import { type DigitRun, digitRuns, endsGroup, startsGroup } from './digit-runs.ts';
import type { Finding } from './finding.ts';

interface Brand {
  prefix: RegExp;
  /** Longest first: rather a security code behind the number masked with it than the number's end left. */
  lengths: readonly number[];
}

// Issuer ranges after ISO/IEC 7812 as the networks publish them; Maestro only where it issues.
const brands: readonly Brand[] = [
  { prefix: /^4/, lengths: [19, 16, 13] },
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^(?:62|81)/, lengths: [19, 18, 17, 16] },
  { prefix: /^(?:6011|65|64[4-9])/, lengths: [19, 16] },
  { prefix: /^(?:352[89]|35[3-8])/, lengths: [16] },
  { prefix: /^(?:30[0-5]|309|36|38|39)/, lengths: [19, 16, 14] },
  { prefix: /^220[0-4]/, lengths: [19, 16] },
  { prefix: /^(?:60|508)/, lengths: [19, 16] },
  { prefix: /^(?:9558|9559)/, lengths: [19] },
  { prefix: /^(?:50[1-9]|5[678]|639|67)/, lengths: [19, 18, 17, 16, 15, 14, 13, 12] },
];
/** Numbers right behind one of these words are what the word says. */
const otherNumber =
  /(?:\b(?:order|tracking|parcel|shipment|consignment|waybill|booking|invoice|ticket|case|reference|ref|receipt|serial|imei|barcode|meter|policy|claim|transaction id)|订单|訂單|单号|單號|运单|運單|快递|快遞|物流|流水|交易号|交易單號|商户单|凭证|发票|票号|案件|编号|編號|序列号|条码|受理号|工单|参考号|參考號|保单)(?:[ ]?(?:number|numbers|num|no\.?|nr\.?|code|id|号码|號碼|号|號))?(?:[ ]?(?:you|i|we|they) (?:gave|sent|got|have)(?: me)?)?(?:[ ]?(?:is|was|are|是|为|為|：|:|#|=|-))?[\s"'“(（#:：]{0,3}$/i;
const cardWord = /(?:\bcard|卡号|卡號|卡)[^\d]{0,16}$/i;
/** Letters joined to the digits make a code of carriers and shops (SF1234…, 1Z1234…); "no4111…" is a slip of the keyboard. */
const codePrefix = /(?<![a-z])(?!cc|no)[a-z]{1,2}$/i;
/** Group sizes in which cards are printed, and any others that are all alike. */
const cardShapes = /^(?:(?:4 ){3,4}[1-4] |4 6 [45] |(?:5 ){2,3}[1-5] |(?:[123] ){5,})$/;
const lookBack = 60;

interface Candidate {
  first: number;
  last: number;
  quality: number;
}

/**
 * Payment card numbers with any separators: right issuer range and length, right check digit (Luhn, ISO/IEC 7812-1). A number that the
 * text calls an order, tracking or reference number is none, unless it is grouped as cards are.
 */
export function findCards(folded: string, count?: () => void): Finding[] {
  return digitRuns(folded, count).flatMap((run) =>
    cardsIn(run)
      .filter(({ first, last }) => !isCalledOtherwise(folded, run, first, last))
      .map(({ first, last }) => ({ kind: 'CARD' as const, start: run.at[first] ?? 0, end: (run.at[last] ?? 0) + 1 })),
  );
}

/** The cards of a run, as indices of its digits. */
export function cardsIn(run: DigitRun): { first: number; last: number }[] {
  const candidates = candidatesIn(run).sort((a, b) => b.quality - a.quality || a.first - b.first);
  const kept: Candidate[] = [];
  for (const one of candidates) {
    const overlapping = kept.filter((other) => one.first <= other.last && one.last >= other.first);
    const [only] = overlapping;
    if (only === undefined) kept.push(one);
    // Which of two readings is the card cannot be told: both are masked, as one.
    else if (overlapping.length === 1)
      Object.assign(only, { first: Math.min(only.first, one.first), last: Math.max(only.last, one.last) });
  }
  return kept.sort((a, b) => a.first - b.first);
}

function candidatesIn(run: DigitRun): Candidate[] {
  const found: Candidate[] = [];
  for (let first = 0; first + 12 <= run.digits.length; first += 1) {
    if (!startsGroup(run, first)) continue;
    const last = first + cardLength(run, first) - 1;
    if (last > first) found.push({ first, last, quality: evenGroups(run, first, last) ? 1 : 0 });
  }
  return found;
}

/** Length of the card number that starts at a digit and ends where a group ends; 0 where there is none. */
function cardLength(run: DigitRun, first: number): number {
  const head = run.digits.slice(first, first + 19);
  const brand = brands.find(({ prefix }) => prefix.test(head));
  const fits = (length: number) =>
    length <= head.length && endsGroup(run, first + length - 1) && luhn(head.slice(0, length));
  return brand?.lengths.find(fits) ?? 0;
}

/** Whether the groups have the same separator throughout, as a person types one number. */
function evenGroups({ at }: DigitRun, first: number, last: number): boolean {
  const gaps = new Set<number>();
  for (let index = first; index < last; index += 1) {
    const gap = (at[index + 1] ?? 0) - (at[index] ?? 0);
    if (gap > 1) gaps.add(gap);
  }
  return gaps.size <= 1;
}

function isCalledOtherwise(folded: string, { at }: DigitRun, first: number, last: number): boolean {
  const start = at[first] ?? 0;
  const before = folded.slice(Math.max(0, start - lookBack), start);
  if (codePrefix.test(before)) return true;
  return !cardShapes.test(groupSizes(at, first, last)) && otherNumber.test(before) && !cardWord.test(before);
}

function groupSizes(at: readonly number[], first: number, last: number): string {
  let sizes = '';
  for (let index = first, size = 1; index <= last; index += 1, size += 1) {
    const ends = index === last || (at[index + 1] ?? 0) - (at[index] ?? 0) > 1;
    if (!ends) continue;
    sizes += `${size} `;
    size = 0;
  }
  return sizes;
}

/** Whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B). */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 0x30;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
