import type { Language } from '@guichet/protocol/language';
import type { FlowSlot } from '../flow/flow-schema.ts';
import { own } from '../flow/own.ts';
import type { FoundSlots } from '../slots/found-slots.ts';
import { slotWords } from './kind-names.ts';
import type { Run, Standing } from './run.ts';
import { readValue } from './slot-values.ts';

/** A wish to change a value. `words` is what it should be; null where the customer did not say. */
export interface Correction {
  slot: string;
  words: string | null;
}

interface Message {
  text: string;
  found: FoundSlots;
}

const leads: Record<Language, RegExp> = {
  en: /^(?:no\b|nope\b|wait\b|sorry\b|oops\b|actually\b|i mean|i meant|not that|wrong\b)|\b(?:make it|change|correct|instead|rather|wrong|mistake|should be|meant)\b/i,
  zh: /^(?:不是|不对|不對|错了|錯了|等等|等一下|等下|不好意思|说错|說錯|我是说|我是說)|改成|改为|改為|改一下|换成|換成|换一|換一|更正|应该是|應該是|应为|弄错|弄錯|写错|寫錯|搞错|搞錯|选错|選錯/,
};
const afterLead: Record<Language, RegExp> = {
  en: /(?:\b(?:make it|to|is|was|should be|i meant?|instead)\b|:)\s*(.+)$/i,
  zh: /(?:改成|改为|改為|换成|換成|应该是|應該是|应为|是|为|為|：|:)\s*([^是]+)$/,
};
/** Words that point at a kind of thing without naming a slot; "that one" is anything that was chosen. */
const pointers: { pattern: RegExp; kinds: readonly string[] }[] = [
  { pattern: /张|張|\bcards?\b/i, kinds: ['card'] },
  { pattern: /笔|筆|\b(?:payment|transaction|transfer)s?\b/i, kinds: ['transaction'] },
  { pattern: /\bones?\b|那个|那個|这个|這個|哪个|哪個/i, kinds: ['card', 'transaction', 'account', 'choice'] },
];

/**
 * Which value a message wants changed: one that it names ("the date is wrong"), or one of the kind that it brings ("no, make it 50").
 * `null` where it changes nothing. What is being asked at the moment is not corrected but answered.
 */
export function findCorrection(run: Run, at: Standing, message: Message): Correction | null {
  const filled = filledSlots(at);
  if (filled.length === 0) return null;
  const { text, found } = message;
  const lead = leads[run.language].test(text);
  const free = asksForText(at);
  if (free && !opensWithLead.test(text)) return null;
  const named = filled.find((name) => isNamed(run, at, name, text));
  if (named !== undefined) {
    const words = wordsFor(run, at, named, message);
    const chosen = own(at.flow.slots, named)?.source !== undefined;
    const told = words !== null && (!chosen || found.cardTail.length > 0 || found.ordinal !== null);
    if (told || (lead && !(free && words === null))) return { slot: named, words };
  }
  if (!lead && at.open.waiting?.type !== 'confirm') return null;
  return byPointer(at, filled, text, lead) ?? byValue(run, at, filled, message);
}

/** In an answer of free words everything can be said: only one that begins like a correction is none. */
const opensWithLead =
  /^(?:no\b|nope\b|wait\b|sorry\b|oops\b|actually\b|i mean|change\b|make it|不是|不对|不對|错了|錯了|等等|等一下|不好意思|说错|說錯|改成|改为|换成|換成|.{0,6}(?:改成|改为|換成|换成))/i;

function asksForText({ open, flow }: Standing): boolean {
  const [single, second] = open.asking;
  return single !== undefined && second === undefined && own(flow.slots, single)?.kind === 'text';
}

/** Slots that hold something, the one asked last first. */
function filledSlots({ open, flow }: Standing): string[] {
  const asked = flow.steps.flatMap((step) => ('ask' in step ? step.ask : []));
  return [...new Set(asked)].filter((name) => Object.hasOwn(open.slots, name)).reverse();
}

function isNamed(run: Run, at: Standing, name: string, text: string): boolean {
  const slot = own(at.flow.slots, name);
  if (slot === undefined) return false;
  const lower = text.toLowerCase();
  return slotWords(name, slot, run.language).some((word) => mentions(lower, word));
}

function mentions(text: string, word: string): boolean {
  if (/\p{Script=Han}/u.test(word)) return text.includes(word);
  const at = text.indexOf(word);
  return at >= 0 && !/[a-z0-9]/.test(text[at - 1] ?? ' ') && !/[a-z0-9]/.test(text[at + word.length] ?? ' ');
}

/** The part of the message that is a value for the slot. */
function wordsFor(run: Run, at: Standing, name: string, { text, found }: Message): string | null {
  const slot = own(at.flow.slots, name);
  if (slot === undefined) return null;
  const piece = pieceOf(slot, text, found);
  if (piece !== undefined) return piece;
  const rest = afterLead[run.language].exec(text)?.[1]?.trim();
  if (slot.kind === 'text') return rest ?? null;
  // What can be chosen has to be fetched again: the whole message is looked at then.
  if (slot.source !== undefined) return text;
  const words = [rest, text].find(
    (candidate) => candidate !== undefined && 'value' in readValue(run, at, name, candidate),
  );
  return words ?? null;
}

/** What a slot of that kind can take out of the message; the last one, since "not 40, 50" means 50. */
function pieceOf({ kind, source }: FlowSlot, text: string, found: FoundSlots): string | undefined {
  if (source !== undefined) return undefined;
  if (kind === 'money') return moneyPiece(text, found);
  if (kind !== 'date' && kind !== 'time') return undefined;
  const span = found[kind].at(-1)?.span;
  return span === undefined ? undefined : text.slice(...span);
}

/** An amount that is meant as one: not the end of a card's number, and not the "one" of "the red one". */
function moneyPiece(text: string, { money, cardTail, date, time }: FoundSlots): string | undefined {
  const others = [...cardTail, ...date, ...time].map(({ span }) => span);
  const amounts = money.filter(({ span, currency }) => {
    const piece = text.slice(...span);
    const meant = currency !== null || /\p{Nd}|[〇零一二两兩三四五六七八九十百千万萬]{2}/u.test(piece);
    return meant && !others.some(([start, end]) => span[0] < end && start < span[1]);
  });
  const last = amounts.at(-1)?.span;
  return last === undefined ? undefined : text.slice(...last);
}

function byValue(run: Run, at: Standing, filled: readonly string[], message: Message): Correction | null {
  const askedKinds = at.open.asking.map((name) => own(at.flow.slots, name)?.kind);
  for (const name of filled) {
    const slot = own(at.flow.slots, name);
    if (slot === undefined || slot.kind === 'text' || askedKinds.includes(slot.kind)) continue;
    if (slot.source !== undefined && (slot.kind !== 'card' || message.found.cardTail.length === 0)) continue;
    const words = wordsFor(run, at, name, message);
    if (words !== null) return { slot: name, words };
  }
  return null;
}

/** "Not that card, the red one": what was chosen from a list is chosen again. */
function byPointer(
  { open, flow }: Standing,
  filled: readonly string[],
  text: string,
  lead: boolean,
): Correction | null {
  if (!lead) return null;
  for (const { pattern, kinds } of pointers) {
    if (!pattern.test(text)) continue;
    const slot = filled.find((name) => {
      const { kind, source } = own(flow.slots, name) ?? {};
      return source !== undefined && kinds.includes(kind ?? '') && !open.asking.includes(name);
    });
    if (slot !== undefined) return { slot, words: text };
  }
  return null;
}
