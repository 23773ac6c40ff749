import { findCardTails } from './find-card-tails.ts';
import { findDates } from './find-dates.ts';
import { type FoundMoney, findMoney } from './find-money.ts';
import { findOrdinal } from './find-ordinal.ts';
import { findReferences } from './find-references.ts';
import { findTimes } from './find-times.ts';
import { foldText } from './fold-text.ts';
import type { FindSlots, Span } from './found-slots.ts';
import { readAnswer } from './read-answer.ts';
import { readCorrection } from './read-correction.ts';
import { inOrder, overlaps } from './spans.ts';

const cueBefore =
  /(?:\b(?:amount|sum|total|price|paid|pay|charged|spent|spend|sent|send|transfer(?:red)?|owe|owed|refund(?:ed)?|deducted|took|taken|withdrew|withdraw|only|make it|make that|to be|should be|change it to|change to|not|no|for|about|of|is|was|it's|its|from|to)|金额|金額|付了|付|花了|转了|轉了|转|扣了|扣|收了|收|交了|刷了|取了|存了|借|还了|退|共|总共|一共|只有|只是|才|改成|改为|改為|换成|换做|应该是|應該是|不是|是|係|多了|少了)(?: of| is| was|是|为|:)?[,，]?\s*$/;
const wholeBefore =
  /^(?:it'?s|it was|it is|about|around|roughly|exactly|just|only|say|um|uh|大概|大约|大約|差不多|就|一共|总共|共)?\s*$/;
const wholeAfter = /^(?:\s*(?:please|pls|thanks|only|吧|左右|上下|整|哦|啊|的))?[\s.!。！]*$/;

/** What a text says that a slot can be filled with, in either language whatever `language` is. Never throws on any text. */
export const findSlots: FindSlots = (text, language, context) => {
  const folded = foldText(text);
  const correction = readCorrection(folded);
  const rejected = correction?.rejected ?? null;
  const meant = ({ span }: { span: Span }) => rejected === null || !overlaps(span, rejected);
  const date = findDates(folded, language, context).filter(meant);
  const time = findTimes(folded).filter(meant);
  const cardTail = findCardTails(folded, context).filter(meant);
  const reference = findReferences(text, folded);
  const taken = [...date, ...time, ...cardTail, ...reference, ...placeholders(folded)];
  const money = moneyOf(folded, language === 'zh' ? 'CNY' : 'JPY', { taken, meant: correction?.meant ?? null }).filter(
    meant,
  );
  return {
    money: money.flatMap(({ amountMinor, currency, span }) =>
      currency === undefined ? [] : [{ amountMinor, currency, span }],
    ),
    date: date.flatMap(({ iso, span }) => (iso === null ? [] : [{ iso, span }])),
    time,
    cardTail,
    ...readAnswer(folded),
    ordinal: findOrdinal(rejected === null ? folded : without(folded, rejected)),
    reference: inOrder(reference),
  };
};

interface Surroundings {
  taken: readonly { span: Span }[];
  /** What a correction puts in place of something else. */
  meant: Span | null;
}

/** Amounts that no date, time, card or reference has taken; a bare number only where the message speaks of an amount. */
function moneyOf(folded: string, yen: 'CNY' | 'JPY', { taken, meant }: Surroundings): FoundMoney[] {
  const free = findMoney(folded, yen).filter(
    (one) => !taken.some(({ span }) => (one.weak ? overlaps : covers)(span, one.span)),
  );
  return inOrder(free.filter((one) => !one.weak || isSpokenOf(folded, one.span, meant)));
}

function covers([start, end]: Span, [from, to]: Span): boolean {
  return start <= from && end >= to;
}

function isSpokenOf(folded: string, [start, end]: Span, meant: Span | null): boolean {
  if (meant !== null && covers(meant, [start, end]) && isWhole(folded, [start, end], meant)) return true;
  if (isWhole(folded, [start, end], [0, folded.length])) return true;
  const after = folded.slice(end, end + 12);
  const ends =
    /^\s*(?:$|[,.!?;，。！？；]|please|instead|not|and not|rather|but|on|from|at|by|吧|不是|而不是|，不)/.test(after);
  return ends && cueBefore.test(folded.slice(Math.max(0, start - 40), start));
}

/** Whether a stretch holds nothing but the number and words that go with one. */
function isWhole(folded: string, [start, end]: Span, [from, to]: Span): boolean {
  return (
    start - from <= 40 &&
    wholeBefore.test(folded.slice(from, start)) &&
    wholeAfter.test(folded.slice(end, Math.min(to, end + 40)))
  );
}

function placeholders(folded: string): { span: Span }[] {
  return [...folded.matchAll(/<[a-z_]{1,24}_\d{1,6}>/g)].map((match) => ({
    span: [match.index, match.index + match[0].length],
  }));
}

function without(text: string, [start, end]: Span): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}
