import { digitRuns } from './digit-runs.ts';
import { foldDigits } from './fold-digits.ts';

const mostWordsBefore = 40;

/**
 * Whether a message without personal data of its own may still hold some beside earlier ones: the end of a card number, or a code that
 * was asked for. Only then are the earlier ones worth a look.
 */
export function needsEarlier(text: string): boolean {
  const [run] = digitRuns(foldDigits(text));
  if (run === undefined || (run.at[0] ?? 0) > mostWordsBefore) return false;
  return run.digits.length >= 3 && run.digits.length <= 16;
}
