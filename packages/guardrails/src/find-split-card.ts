import { type DigitRun, digitRuns, endsGroup, startsGroup } from './digit-runs.ts';
import { cardsIn } from './find-cards.ts';
import { foldDigits } from './fold-digits.ts';

/** A card number whose digits are spread over messages: where its part begins in the earlier text and ends in this one. */
export interface SplitCard {
  startInEarlier: number;
  startInText: number;
  endInText: number;
  digits: string;
}

const mostWordsBetween = 40;

/**
 * A card number that begins in earlier messages (joined by line ends, as stored) and ends in this one; a few words may stand between
 * the halves, such as "and the rest is". `null` where there is none.
 */
export function findSplitCard(earlier: string, text: string): SplitCard | null {
  const head = digitRuns(foldDigits(earlier.slice(-400))).at(-1);
  const tail = digitRuns(foldDigits(text))[0];
  if (head === undefined || tail === undefined) return null;
  const offset = Math.max(0, earlier.length - 400);
  const gap = earlier.length - offset - 1 - (head.at.at(-1) ?? 0) + (tail.at[0] ?? 0);
  if (gap > mostWordsBetween || tail.digits.length > 19) return null;
  for (let from = 0; from < head.digits.length; from += 1) {
    if (!startsGroup(head, from) || head.digits.length - from < 3) continue;
    const last = endOfCard(head, from, tail);
    if (last !== undefined) {
      return {
        startInEarlier: offset + (head.at[from] ?? 0),
        startInText: tail.at[0] ?? 0,
        endInText: (tail.at[last] ?? 0) + 1,
        digits: head.digits.slice(from) + tail.digits.slice(0, last + 1),
      };
    }
  }
  return null;
}

/** Where in the second half the card that begins with those digits of the first ends. */
function endOfCard(head: DigitRun, from: number, tail: DigitRun): number | undefined {
  const begun = head.digits.slice(from);
  for (let last = tail.digits.length - 1; last >= 1; last -= 1) {
    if (!endsGroup(tail, last) || begun.length + last + 1 > 19) continue;
    const digits = begun + tail.digits.slice(0, last + 1);
    const [card] = cardsIn({ digits, at: Array.from(digits, (_, index) => index) });
    if (card?.first === 0 && card.last === digits.length - 1) return last;
  }
  return undefined;
}
