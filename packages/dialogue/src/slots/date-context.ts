import { addMonths, type Day, daysIn, exists, numberOf } from './calendar.ts';

/** What a date is read against. */
export interface DateContext {
  today: Day;
  /** Where a date without a year lies; `null` for the past where it fits, which is what customers speak of. */
  when: 'past' | 'future' | null;
  order: 'dmy' | 'mdy';
}

/** A day as written; one that the calendar does not have is kept, so that the customer can be told. */
export type ReadDay = Day;

/** The day and month in the year that is meant. */
export function withoutYear(month: number, day: number, { today, when }: DateContext): ReadDay {
  const here = { year: today.year, month, day };
  // 29 February is meant in the nearest year that has it.
  if (month === 2 && day === 29 && !exists(here)) return leapDay(today, when);
  if (!exists(here)) return here;
  const later = numberOf(here) > numberOf(today);
  const earlier = numberOf(here) < numberOf(today);
  if (when === 'future') return earlier ? { ...here, year: today.year + 1 } : here;
  return later ? { ...here, year: today.year - 1 } : here;
}

function leapDay(today: Day, when: DateContext['when']): Day {
  let { year } = today;
  do year += when === 'future' ? 1 : -1;
  while (daysIn(year, 2) < 29);
  return { year, month: 2, day: 29 };
}

/** "The 3rd": the last day of that number until today, or the next one. A month that lacks it is passed over. */
export function dayOfMonth(day: number, { today, when }: DateContext): ReadDay {
  if (day < 1 || day > 31) return { ...today, day };
  const step = when === 'future' ? 1 : -1;
  const wanted = (candidate: Day) =>
    when === 'future' ? numberOf(candidate) >= numberOf(today) : numberOf(candidate) <= numberOf(today);
  for (let months = 0; months <= 2; months += 1) {
    const { year, month } = addMonths({ ...today, day: 1 }, step * months);
    const candidate = { year, month, day };
    if (exists(candidate) && wanted(candidate)) return candidate;
  }
  return { ...today, day };
}

/** Two digits stand for a year within the last eighty or the next twenty. */
export function fullYear(year: number, { today }: DateContext): number {
  if (year > 99) return year;
  const century = Math.floor(today.year / 100) * 100;
  return century + year > today.year + 20 ? century + year - 100 : century + year;
}
