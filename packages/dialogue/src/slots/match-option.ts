import type { Option } from '@guichet/protocol/interaction';
import { findSlots } from './find-slots.ts';
import { foldText } from './fold-text.ts';
import type { FoundSlots, ParseContext, ParsedSlot } from './found-slots.ts';
import { meaningsOf } from './option-words.ts';
import { readCorrection } from './read-correction.ts';

/**
 * The one offered option that a text means: by value or label, by place ("the second one", "2"), by the last digits of a card, by
 * amount, date or words of its label ("the Tesco one"). What the text takes back is left out.
 */
export function matchOption(text: string, options: readonly Option[], context: ParseContext): ParsedSlot {
  const folded = foldText(text).trim();
  const exact = options.filter(
    ({ value, label }) => squeeze(value) === squeeze(folded) || squeeze(label) === squeeze(folded),
  );
  if (exact.length === 1) return given(exact);
  const correction = readCorrection(folded);
  const meant = correction?.meant === null || correction === null ? undefined : folded.slice(...correction.meant);
  if (meant !== undefined && meant !== folded) {
    const matched = matchOption(meant, options, context);
    if ('value' in matched) return matched;
  }
  const rejected = correction?.rejected == null ? undefined : folded.slice(...correction.rejected);
  if (rejected !== undefined && meant === undefined) return allBut(rejected, options, context);
  const said = findSlots(text, context.language, context);
  return byPlace(folded, said, options) ?? byFeatures(folded, said, options, context);
}

function given(options: readonly Option[]): ParsedSlot {
  const [only, ...others] = options;
  if (only === undefined) return { fault: 'not_offered' };
  return others.length > 0 ? { fault: 'ambiguous' } : { value: only.value, label: only.label };
}

/** "Not the black one" decides only between two. */
function allBut(rejected: string, options: readonly Option[], context: ParseContext): ParsedSlot {
  const out = matchOption(rejected, options, context);
  if (!('value' in out)) return out;
  return given(options.filter(({ value }) => value !== out.value));
}

function byPlace(folded: string, { ordinal }: FoundSlots, options: readonly Option[]): ParsedSlot | undefined {
  const number = /^(?:\(?(\d{1,2})[).]?|([a-z])[).]?)$/.exec(folded);
  const letter = number?.[2] === undefined ? undefined : number[2].charCodeAt(0) - 0x60;
  const place = number?.[1] === undefined ? (letter ?? ordinal) : Number(number[1]);
  if (place === null || place === undefined) return undefined;
  const chosen = options[place > 0 ? place - 1 : options.length + place];
  return chosen === undefined ? { fault: 'not_offered' } : { value: chosen.value, label: chosen.label };
}

/** The option that shares most with the text and contradicts none of its amounts, dates and digits. */
function byFeatures(folded: string, said: FoundSlots, options: readonly Option[], context: ParseContext): ParsedSlot {
  const scored = options.map((option) => ({ option, score: score(folded, said, option, context) }));
  const best = Math.max(0, ...scored.map((one) => one.score));
  if (best === 0) return { fault: 'not_offered' };
  return given(scored.filter((one) => one.score === best).map(({ option }) => option));
}

function score(folded: string, said: FoundSlots, { value, label }: Option, context: ParseContext): number {
  const here = findSlots(label, context.language, { ...context, cardTails: {} });
  const labelText = foldText(`${label} ${value.replace(/[_-]/g, ' ')}`);
  const digits = new Set(labelText.match(/\d{4,}/g));
  const tails = shared(said.cardTail, (tail) => digits.has(tail.digits));
  const money =
    here.money.length === 0
      ? 0
      : shared(said.money, (one) =>
          here.money.some((other) => Math.abs(other.amountMinor) === Math.abs(one.amountMinor)),
        );
  const dates =
    here.date.length === 0 ? 0 : shared(said.date, (one) => here.date.some((other) => other.iso === one.iso));
  if (tails < 0 || money < 0 || dates < 0) return 0;
  return 10 * (tails + money + dates) + wordScore(folded, labelText);
}

/** How many of the things said are true of an option; -1 where some were said and none is. */
function shared<Thing>(things: readonly Thing[], holds: (thing: Thing) => boolean): number {
  if (things.length === 0) return 0;
  return things.filter(holds).length || -1;
}

function wordScore(folded: string, label: string): number {
  const labelMeanings = meaningsOf(label);
  let total = 0;
  for (const meaning of meaningsOf(folded)) if (labelMeanings.has(meaning)) total += meaning.startsWith('#') ? 2 : 1;
  return total;
}

function squeeze(text: string): string {
  return foldText(text).replace(/[\s.,!?。，！？'"“”‘’_-]+/gu, '');
}
