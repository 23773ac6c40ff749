import type { Score, Share } from './score.ts';

const shownConfusions = 10;
const shownIntents = 10;

/** A score as people read it. */
export function report(score: Score): string {
  const worst = Object.entries(score.byIntent)
    .filter(([, { right, rows }]) => right < rows)
    .sort(([, a], [, b]) => a.share - b.share)
    .slice(0, shownIntents);
  return [
    line('right first guess', score.accuracy),
    ...Object.entries(score.byLanguage).map(([language, value]) => line(`  in ${language}`, value)),
    line('sure of it', score.answered),
    line('right when sure', score.precision),
    line('out of scope, rejected', score.caught),
    line('in scope, rejected', score.falseRejects),
    ...section(
      'weakest intents',
      worst.map(([intent, { right, rows }]) => `${intent}: ${right} of ${rows}`),
    ),
    ...section(
      'most frequent confusions',
      score.confusion.slice(0, shownConfusions).map(({ wanted, got, count }) => `${count} × ${wanted} → ${got}`),
    ),
    ...section(
      'wrong',
      score.wrong.map(({ text, wanted, got, confidence }) => `${text}  (${wanted} → ${got} ${confidence.toFixed(2)})`),
    ),
    '',
  ].join('\n');
}

function line(name: string, { right, rows, share, low, high }: Share): string {
  if (rows === 0) return `${name.padEnd(24)} no rows`;
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
  return `${name.padEnd(24)} ${percent(share).padStart(7)}  (${percent(low)}–${percent(high)}, ${right} of ${rows})`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((text) => `  ${text}`)];
}
