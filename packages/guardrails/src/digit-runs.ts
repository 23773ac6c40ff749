/** Digits that belong together: `at` is where each stands in the text. */
export interface DigitRun {
  digits: string;
  at: readonly number[];
}

/** Separators that may stand between two digits of one number. */
const mostBetween = 3;

/**
 * Digits in a row on folded text, with at most three characters between two of them that are neither letter nor digit, whatever they
 * are. Every character is looked at once; `count` is called for each, so that tests can hold this to it.
 */
export function digitRuns(folded: string, count: () => void = () => {}): DigitRun[] {
  const runs: DigitRun[] = [];
  let at: number[] = [];
  const close = () => {
    if (at.length > 0) runs.push({ at, digits: at.map((position) => folded[position]).join('') });
    at = [];
  };
  for (let index = 0; index < folded.length; index += 1) {
    count();
    const unit = folded.charCodeAt(index);
    if (isDigit(unit)) at.push(index);
    else if (isWordUnit(folded, index) || index - (at.at(-1) ?? index) > mostBetween) close();
  }
  close();
  return runs;
}

/** Whether a group begins with that digit of a run: nothing of the number stands right before it. */
export function startsGroup({ at }: DigitRun, index: number): boolean {
  return index === 0 || (at[index] ?? 0) - (at[index - 1] ?? 0) > 1;
}

/** Whether a group ends with that digit of a run. */
export function endsGroup(run: DigitRun, index: number): boolean {
  return index === run.at.length - 1 || startsGroup(run, index + 1);
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

function isWordUnit(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (unit < 0x80)
    return (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a) || unit === 0x3c || unit === 0x3e;
  return /\p{L}/u.test(text[index] ?? '');
}
