import type { FieldKind, Option } from '@guichet/protocol/interaction';
import type { Language } from '@guichet/protocol/language';

/** Where in the text something stands: from `start` up to but not including `end`, in UTF-16 units. */
export type Span = readonly [start: number, end: number];

/** What a text says that a slot can be filled with. Each list in the order of the text. */
export interface FoundSlots {
  /** `currency` is ISO 4217, or null where the text names none. */
  money: readonly { amountMinor: number; currency: string | null; span: Span }[];
  /** `iso` is a calendar day such as `2026-06-01`. */
  date: readonly { iso: string; span: Span }[];
  /** `time` is `HH:MM`, 24 hours. */
  time: readonly { time: string; span: Span }[];
  /** The last digits of a card as the customer names it; four as a rule. */
  cardTail: readonly { digits: string; span: Span }[];
  /** Whether the whole message says yes or no. */
  yesNo: 'yes' | 'no' | null;
  /** Whether the whole message calls off what is going on. */
  cancel: boolean;
  /** "the second one" is 2; the last one is -1. */
  ordinal: number | null;
  /** Case numbers and the like. */
  reference: readonly { text: string; span: Span }[];
}

export interface FindContext {
  /** Unix milliseconds. */
  now: number;
  /** IANA name, such as `Europe/London`. */
  timeZone: string;
  /** How a date in digits alone is read; by language and time zone where it is left out. */
  dateOrder?: 'dmy' | 'mdy';
  /** The last four digits behind placeholders such as `<CARD_1>`, where they are known. */
  cardTails?: Readonly<Record<string, string>>;
}

/** What a value must be, beside its kind. */
export interface ParseContext extends FindContext {
  language: Language;
  /** What may be chosen; a value must be one of them where there are any. */
  options?: readonly Option[];
  /** Currency of an amount that names none, ISO 4217. */
  currency?: string;
  /** Bounds of an amount in minor units, or of a text's length in characters. */
  min?: number;
  max?: number;
  /** Where a date must lie; today counts as both. */
  when?: 'past' | 'future';
}

/** Why a text is no value of its kind. */
export type SlotFault =
  | 'empty'
  | 'not_understood'
  | 'not_offered'
  | 'ambiguous'
  | 'too_small'
  | 'too_large'
  | 'too_long'
  | 'too_short'
  | 'wrong_currency'
  | 'impossible_date'
  | 'not_past'
  | 'not_future';

/**
 * `value` is what is stored and sent: money as `12050 GBP` (minor units), a date as `2026-06-01`, a time as `14:30`, an option's value,
 * or the text itself. `label` is what people read, in the language of the context.
 */
export type ParsedSlot = { value: string; label: string } | { fault: SlotFault };

export type FindSlots = (text: string, language: Language, context: FindContext) => FoundSlots;
export type ParseSlot = (kind: FieldKind, text: string, context: ParseContext) => ParsedSlot;
