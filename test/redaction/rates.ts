import { redact } from '@guichet/guardrails/redact';
import { cardMessage, type Labelled } from './generate-cards.ts';
import { emailMessage, ibanMessage, phoneMessage, residentMessage } from './generate-contacts.ts';
import { otherMessage } from './generate-others.ts';
import { type Chance, chance } from './random.ts';
import { wilson } from './wilson.ts';

export interface Rate {
  name: string;
  share: number;
  /** Bounds with 95 % confidence. */
  low: number;
  high: number;
  count: number;
  /** Messages that went wrong, for people to look at. */
  wrong: string[];
}

const seed = 20_261_124;

/** How much of what must be masked is, and how much that must not be is, on generated messages of both languages. */
export function generatedRates(count: number): Rate[] {
  return [
    rate('cards', count, cardMessage, isMasked),
    rate('order numbers taken for cards', count, otherMessage, takenForCard),
    rate('IBAN', count, ibanMessage, isMasked),
    rate('e-mail', count, emailMessage, isMasked),
    rate('resident id', count, residentMessage, isMasked),
    rate('telephone', count, phoneMessage, isMasked),
  ];
}

function rate(
  name: string,
  count: number,
  make: (random: Chance) => Labelled,
  holds: (message: Labelled) => boolean,
): Rate {
  const random = chance(seed);
  const wrong: string[] = [];
  let hits = 0;
  for (let index = 0; index < count; index += 1) {
    const message = make(random);
    const held = holds(message);
    if (held) hits += 1;
    if (held === (holds === takenForCard) && wrong.length < 40) wrong.push(message.text);
  }
  return { name, count, share: hits / count, ...wilson(hits, count), wrong };
}

/** Masked is what leaves no more than its words: four of its letters and digits in a row at most. */
export function isMasked({ text, start, end }: Labelled): boolean {
  const left = compact(redact(text).text.replace(/<[A-Z_]+_\d+>/g, '\n'));
  const value = compact(text.slice(start, end));
  for (let at = 0; at + 5 <= value.length; at += 1) if (left.includes(value.slice(at, at + 5))) return false;
  return true;
}

function takenForCard({ text }: Labelled): boolean {
  return redact(text).kinds.includes('CARD');
}

function compact(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}@\n]/gu, '')
    .toLowerCase();
}
