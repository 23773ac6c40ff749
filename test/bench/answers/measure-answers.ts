import { type Platform, startPlatform } from '../../e2e/support/start-platform.ts';
import { measureMemory } from '../measure-memory.ts';
import type { Report, Row } from '../report.ts';
import { percentile, show, spread } from '../statistics.ts';
import { type AnswerTimes, askQuestions } from './ask-questions.ts';
import { describeAnswers } from './describe-answers.ts';
import { idle } from './idle.ts';
import { measureCheck } from './measure-check.ts';
import { measurePolicy } from './measure-policy.ts';
import { measureRouter } from './measure-router.ts';
import { questions } from './questions.ts';
import { addSteps } from './read-steps.ts';

const rounds = 3;
const clientCounts = [1, 8] as const;
const delayMs = { inference: 20, database: 5 };

/** What the second column adds between the parts. */
export const delays = `with ${delayMs.inference} ms to inference, ${delayMs.database} ms a D1 trip`;

/** A platform whose customers wait, and what they waited for; one list for each number of clients. */
interface Side {
  platform: Platform;
  answers: Record<(typeof clientCounts)[number], AnswerTimes[]>;
}

/** What customers wait for, here and with delays between the parts, in turns; memory and start of the platform. */
export async function measureAnswers(report: Report): Promise<Row[]> {
  const step = report('answers', 'starting the platform');
  const begun = performance.now();
  const sides: Side[] = [await start('guichet bench', [])];
  const startSeconds = (performance.now() - begun) / 1_000;
  try {
    step.update('starting it again with delays, and waiting until both are idle');
    const words = ['--delay-inference', String(delayMs.inference), '--delay-database', String(delayMs.database)];
    sides.push(await start('guichet bench delayed', words));
    // Vectors are made in the background after the first start; what is measured is the platform at rest.
    for (const { platform } of sides) await idle(platform.devFile().pids.encoder ?? 0);
    for (let round = 1; round <= rounds; round += 1) {
      for (const [index, side] of sides.entries()) {
        step.update(`round ${round} of ${rounds}, ${index === 0 ? 'without' : 'with'} delays`);
        for (const clients of clientCounts)
          side.answers[clients].push(...(await askQuestions(side.platform.devFile(), questions(), clients)));
      }
    }
    step.done('asked');
    return await describe(sides, startSeconds);
  } finally {
    for (const { platform } of sides) await platform.stop();
  }
}

async function start(name: string, words: string[]): Promise<Side> {
  return { platform: await startPlatform({ name, words }), answers: { 1: [], 8: [] } };
}

async function describe(sides: readonly Side[], startSeconds: number): Promise<Row[]> {
  const [here, delayed] = await Promise.all(
    sides.map(async ({ platform, answers }) => ({
      1: await addSteps(platform.dataFolder, answers[1]),
      8: await addSteps(platform.dataFolder, answers[8]),
    })),
  );
  const single = here?.[1] ?? [];
  const byEdge = single.filter(({ tier }) => tier === 'edge').length / single.length;
  return [
    { what: 'Edge routing alone, ms', measured: show(spread(repeat(() => measureRouter(questions()))), 3), aim: '≤ 1' },
    { what: 'Dialogue policy, a step, p99 ms', measured: percentile(measurePolicy(400), 0.99).toFixed(3), aim: '≤ 1' },
    { what: 'Check of a sentence alone, ms', measured: show(spread(repeat(measureCheck)), 3) },
    ...clientCounts.flatMap((clients) => describeAnswers(clients, here?.[clients] ?? [], delayed?.[clients] ?? [])),
    { what: 'Answered without the encoder', measured: `${(byEdge * 100).toFixed(0)} %` },
    ...memoryRows(sides[0]?.platform.devFile().pids.supervisor ?? 0),
    { what: 'Start with the packs at hand, s', measured: startSeconds.toFixed(1), aim: '≤ 10' },
  ];
}

function repeat(measure: () => number[]): number[] {
  return Array.from({ length: rounds }, measure).flat();
}

function memoryRows(supervisor: number): Row[] {
  const memory = measureMemory(supervisor);
  const total = [...memory.values()].reduce((sum, size) => sum + size, 0);
  return [
    { what: 'Resident memory in all, MB', measured: total.toFixed(0), aim: '≤ 2,500' },
    ...[...memory].map(([name, size]) => ({ what: `… ${name}`, measured: size.toFixed(0) })),
  ];
}
