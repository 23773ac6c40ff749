import type { Language } from '@guichet/protocol/language';
import { dayAt, exists, toIso } from './calendar.ts';
import { chineseDates } from './chinese-dates.ts';
import type { DateContext } from './date-context.ts';
import { englishDates } from './english-dates.ts';
import type { FindContext, Span } from './found-slots.ts';
import { numericDates } from './numeric-dates.ts';
import { inOrder } from './spans.ts';

/** A date in a text; `iso` is null where the calendar has no such day. */
export interface FoundDate {
  iso: string | null;
  span: Span;
}

/** Dates in either language on folded text, in its order. */
export function findDates(
  folded: string,
  language: Language,
  context: FindContext & { when?: 'past' | 'future' | undefined },
): FoundDate[] {
  const today = dayAt(context.now, context.timeZone);
  const read: DateContext = {
    today,
    when: context.when ?? null,
    order: context.dateOrder ?? usualOrder(language, context.timeZone),
  };
  const found = [...numericDates(folded, read), ...chineseDates(folded, read), ...englishDates(folded, read)];
  return inOrder(found).map(({ day, span }) => ({ iso: exists(day) ? toIso(day) : null, span }));
}

/** Chinese writes the month first; English the day, but in America. */
function usualOrder(language: Language, timeZone: string): 'dmy' | 'mdy' {
  const american = timeZone.startsWith('America/') || timeZone.startsWith('US/');
  return language === 'zh' || american ? 'mdy' : 'dmy';
}
