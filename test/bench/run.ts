// `npm run bench`: what a customer waits for, and what it costs. Prints one table in Markdown, as docs/benchmarks.md keeps it.
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { root, startPlatform } from '../e2e/support/start-platform.ts';
import { measureGateway } from './gateway/measure-gateway.ts';
import { type AnswerTimes, measureAnswers } from './measure-answers.ts';
import { measureMemory } from './measure-memory.ts';
import { measurePolicy } from './measure-policy.ts';
import { measureRouter } from './measure-router.ts';
import { percentile, show, spread } from './statistics.ts';

const rounds = 3;
const perLanguage = 50;
const composedQuestions = [
  'what rate will i get for euros',
  'which currencies can i hold',
  'how do i exchange money in the app',
  'can i keep swiss francs with you',
  'what rate do i get for dollars',
  'do you support norwegian krone',
];

const rows: [string, string, string][] = [];
const questions = ['en', 'zh'].flatMap((language) => evaluationTexts(language).slice(0, perLanguage));
const begun = performance.now();
const platform = await startPlatform({ name: 'guichet bench' });
const startSeconds = (performance.now() - begun) / 1000;
try {
  const dev = platform.devFile();
  // Vectors are made in the background after the first start; what is measured is the platform at rest.
  await idle(dev.pids.encoder ?? 0);
  const edge = spread(Array.from({ length: rounds }, () => measureRouter(questions)).flat());
  rows.push(['Edge routing, ms', show(edge, 3), '≤ 1']);
  rows.push(['Dialogue policy, a step, p99 ms', percentile(measurePolicy(400), 0.99).toFixed(3), '≤ 1']);
  const one: AnswerTimes[] = [];
  const eight: AnswerTimes[] = [];
  for (let round = 0; round < rounds; round += 1) {
    one.push(...(await measureAnswers(dev, [...questions, ...composedQuestions], 1)));
    eight.push(...(await measureAnswers(dev, [...questions, ...composedQuestions], 8)));
  }
  for (const [clients, times] of [
    ['1 client', one],
    ['8 clients', eight],
  ] as const) {
    for (const composition of ['approved', 'fixed', 'generated']) {
      const chosen = times.filter((time) => time.composition === composition && !time.degraded);
      if (chosen.length === 0) continue;
      const aim = clients === '8 clients' ? '' : ({ approved: '≤ 150', generated: '≤ 800' }[composition] ?? '');
      rows.push([`First words, ${composition}, ${clients}, ms`, show(spread(chosen.map((time) => time.firstMs))), aim]);
      rows.push([`Whole answer, ${composition}, ${clients}, ms`, show(spread(chosen.map((time) => time.totalMs))), '']);
    }
  }
  const byEdge = one.filter((time) => time.tier === 'edge').length / one.length;
  rows.push(['Answered without the encoder', `${(byEdge * 100).toFixed(0)} %`, '']);
  const memory = measureMemory(dev.pids.supervisor ?? 0);
  const total = [...memory.values()].reduce((sum, size) => sum + size, 0);
  rows.push(['Resident memory in all, MB', total.toFixed(0), '≤ 2,500']);
  for (const [name, size] of memory) rows.push([`… ${name}`, size.toFixed(0), '']);
  rows.push(['Start with the packs at hand, s', startSeconds.toFixed(1), '≤ 10']);
} finally {
  await platform.stop();
}
for (const { name, ratios, gatewayPerSecond, barePerSecond, addedMs } of await measureGateway()) {
  rows.push([`Gateway / bare Worker, requests/s, ${name}`, show(spread(ratios), 2), '≥ 0.85']);
  rows.push([
    '… requests/s of each',
    `${spread(gatewayPerSecond).p50.toFixed(0)} / ${spread(barePerSecond).p50.toFixed(0)}`,
    '',
  ]);
  rows.push(['… added to the median, 1 client, ms', show(spread(addedMs), 2), '≤ 1']);
}
print(rows);

function evaluationTexts(language: string): string[] {
  const lines = readFileSync(join(root, `test/eval/${language}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => (JSON.parse(line) as { text: string }).text);
}

/** Waits until a process has used less than a tenth of a core for two seconds. */
async function idle(pid: number): Promise<void> {
  const ticks = () => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(stat[11]) + Number(stat[12]);
  };
  for (let before = ticks(), now = Number.POSITIVE_INFINITY; now - before > 20; ) {
    before = ticks();
    await new Promise((done) => setTimeout(done, 2_000));
    now = ticks();
  }
}

function print(rows: readonly [string, string, string][]): void {
  const machine = `${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`;
  process.stdout.write(
    `\n${machine}; medians with 95 % intervals, ${rounds} rounds\n\n| | measured | aim |\n| --- | --- | --- |\n`,
  );
  for (const row of rows) process.stdout.write(`| ${row.join(' | ')} |\n`);
}
