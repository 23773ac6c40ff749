import type { FieldKind } from '@guichet/protocol/interaction';
import { dayAt, toIso } from './calendar.ts';
import { findCardTails } from './find-card-tails.ts';
import { findDates } from './find-dates.ts';
import { findTimes } from './find-times.ts';
import { foldText } from './fold-text.ts';
import type { ParseContext, ParsedSlot, ParseSlot, Span } from './found-slots.ts';
import { matchOption } from './match-option.ts';
import { parseMoney } from './parse-money.ts';
import { readCorrection } from './read-correction.ts';
import { overlaps } from './spans.ts';
import { dateLabel, tailLabel } from './value-labels.ts';

const longestText = 4_000;
const dayParts = /\b(?:morning|afternoon|evening|night|tonight)\b|凌晨|早上|上午|中午|下午|傍晚|晚上|夜里/;

type Parse = (text: string, context: ParseContext) => ParsedSlot;

const parsers: Record<FieldKind, Parse> = {
  text: parseText,
  money: parseMoney,
  date: parseDate,
  time: parseTime,
  choice: (text, context) =>
    context.options === undefined ? parseText(text, context) : matchOption(text, context.options, context),
  card: parseCard,
  transaction: parseOffered,
  account: parseOffered,
};

/** A text as a value of a kind, or why it is none. Never throws on any text. */
export const parseSlot: ParseSlot = (kind, text, context) => {
  const trimmed = text.trim();
  return trimmed === '' ? { fault: 'empty' } : parsers[kind](trimmed, context);
};

function parseText(text: string, { min = 0, max = longestText }: ParseContext): ParsedSlot {
  const length = [...text].length;
  if (length < min) return { fault: 'too_short' };
  return length > max ? { fault: 'too_long' } : { value: text, label: text };
}

function parseDate(text: string, context: ParseContext): ParsedSlot {
  const found = findDates(foldText(text), context.language, context);
  const one = only(withoutRejected(text, found), ({ iso }) => String(iso));
  if ('fault' in one) return one;
  const { iso } = one.found;
  if (iso === null) return { fault: 'impossible_date' };
  const today = toIso(dayAt(context.now, context.timeZone));
  if (context.when === 'past' && iso > today) return { fault: 'not_past' };
  if (context.when === 'future' && iso < today) return { fault: 'not_future' };
  return { value: iso, label: dateLabel(iso, context.language) };
}

/** A part of the day alone is no time: "in the evening" could be any of five hours. */
function parseTime(text: string): ParsedSlot {
  const folded = foldText(text);
  const one = only(withoutRejected(text, findTimes(folded)), ({ time }) => time);
  if ('fault' in one) return one.fault === 'not_understood' && dayParts.test(folded) ? { fault: 'ambiguous' } : one;
  return { value: one.found.time, label: one.found.time };
}

function parseCard(text: string, context: ParseContext): ParsedSlot {
  if (context.options !== undefined) return matchOption(tailOnly(text), context.options, context);
  const one = only(withoutRejected(text, findCardTails(foldText(tailOnly(text)), context)), ({ digits }) => digits);
  if ('fault' in one) return one;
  const { digits } = one.found;
  return { value: digits, label: tailLabel(digits, context.language) };
}

/** Four digits alone, where a card is asked for, are its last. */
function tailOnly(text: string): string {
  const digits = /^\D{0,3}(\d{4})\D{0,3}$/.exec(foldText(text))?.[1];
  return digits === undefined ? text : `•••• ${digits}`;
}

function parseOffered(text: string, context: ParseContext): ParsedSlot {
  return context.options === undefined ? parseText(text, context) : matchOption(text, context.options, context);
}

function withoutRejected<Found extends { span: Span }>(text: string, found: readonly Found[]): Found[] {
  const rejected = readCorrection(foldText(text))?.rejected;
  return rejected == null ? [...found] : found.filter(({ span }) => !overlaps(span, rejected));
}

/** The one thing found, however often it was said. */
function only<Found>(
  found: readonly Found[],
  keyOf: (one: Found) => string,
): { found: Found } | { fault: 'not_understood' | 'ambiguous' } {
  const [first] = found;
  if (first === undefined) return { fault: 'not_understood' };
  return new Set(found.map(keyOf)).size > 1 ? { fault: 'ambiguous' } : { found: first };
}
