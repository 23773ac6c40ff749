import type { Row } from '../report.ts';
import { show, spread } from '../statistics.ts';
import type { MeasuredAnswer } from './read-steps.ts';

/** Kinds in the order of the table; one that nobody got has no row. */
const kinds = ['approved', 'flow', 'fixed', 'generated'];
const aims: Record<string, string> = { approved: '≤ 150', generated: '≤ 800' };
const stepNames = ['edge', 'd1First', 'understand', 'firstToken', 'check', 'd1Last'] as const;

/** The rows of one number of clients: first words, whole answer and steps of each kind, here and with delays. */
export function describeAnswers(
  clients: number,
  here: readonly MeasuredAnswer[],
  delayed: readonly MeasuredAnswer[],
): Row[] {
  const suffix = clients === 1 ? '1 client, ms' : `${clients} clients, ms`;
  const rows = kinds.flatMap((kind) => {
    const [chosen, far] = [ofKind(here, kind), ofKind(delayed, kind)];
    if (chosen.length === 0) return [];
    const row = (what: string, read: (answers: readonly MeasuredAnswer[]) => string, aim = ''): Row => ({
      what,
      measured: read(chosen),
      delayed: far.length === 0 ? '' : read(far),
      aim,
    });
    return [
      row(`First words, ${kind}, ${suffix}`, times('firstMs'), clients === 1 ? aims[kind] : ''),
      row(`Whole answer, ${kind}, ${suffix}`, times('totalMs')),
      row('… edge, D1 first, understand, first token, check; D1 last', steps),
    ];
  });
  const degraded = (answers: readonly MeasuredAnswer[]) => String(answers.filter((answer) => answer.degraded).length);
  return [
    ...rows,
    {
      what: `Degraded, of ${here.length}, ${suffix.split(',')[0]}`,
      measured: degraded(here),
      delayed: degraded(delayed),
    },
  ];
}

function ofKind(answers: readonly MeasuredAnswer[], kind: string): MeasuredAnswer[] {
  return answers.filter((answer) => answer.kind === kind && !answer.degraded);
}

function times(name: 'firstMs' | 'totalMs') {
  return (answers: readonly MeasuredAnswer[]) => show(spread(answers.map((answer) => answer[name])));
}

/** Each step's median; most answers of a kind skip a step whose median is 0. */
function steps(answers: readonly MeasuredAnswer[]): string {
  const medians = stepNames.map((name) => spread(answers.map((answer) => answer[name])).p50);
  const [d1Last = 0, ...before] = medians.reverse();
  return `${before
    .reverse()
    .map((median) => median.toFixed(0))
    .join(', ')}; ${d1Last.toFixed(0)}`;
}
