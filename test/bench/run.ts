// `npm run bench`: what a customer waits for, and what it costs. Prints one table in Markdown, as docs/benchmarks.md keeps it.
// `npm run bench -- gateway encoder` measures these parts alone.
// `npm run bench -- actions` sends 2,000 confirmed forms through a bad line and counts doubled effects.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Stop } from '../../infra/dev/bootstrap/stop.mjs';
import { createProgress } from '../../infra/dev/progress.ts';
import { build } from '../../infra/dev/steps/build.ts';
import { prepareGenerator } from '../../infra/dev/steps/prepare-generator.ts';
import { root } from '../e2e/support/start-platform.ts';
import { delays, measureAnswers } from './answers/measure-answers.ts';
import { measureEncoder } from './encoder/measure-encoder.ts';
import { measureGateway } from './gateway/measure-gateway.ts';
import { measureGenerator } from './generator/measure-generator.ts';
import { type Row, type Section, showTable } from './report.ts';

const sections: Record<string, Section> = {
  answers: measureAnswers,
  gateway: measureGateway,
  generator: measureGenerator,
  encoder: measureEncoder,
};

const report = createProgress(process.stderr);
const names = process.argv.slice(2);
if (names.includes('actions')) process.exit(countDoubledEffects());
const wrong = names.filter((name) => sections[name] === undefined);
if (wrong.length > 0) {
  process.stderr.write(`There is no part ${wrong.join(', ')}. Parts: ${Object.keys(sections).join(', ')}.\n`);
  process.exit(1);
}
await build(report('build', 'checking'));
await prepareGenerator({
  packsFolder: join(root, '.guichet/packs'),
  offline: false,
  signal: new AbortController().signal,
  step: report('model', 'looking for the language model'),
});
const rows: Row[] = [];
for (const [name, measure] of Object.entries(sections)) {
  if (names.length === 0 || names.includes(name)) rows.push(...(await attempt(name, measure)));
}
process.stdout.write(`\n${showTable(rows, delays)}`);

function countDoubledEffects(): number {
  const words = ['vitest', 'run', 'src/actions', '-t', 'confirmations'];
  const env = { ...process.env, CONFIRMATIONS: process.env.CONFIRMATIONS ?? '2000' };
  return spawnSync('npx', words, { cwd: join(root, 'apps/gateway'), env, stdio: 'inherit' }).status ?? 1;
}

/** A part that cannot be measured here says so in the table, and the rest goes on. */
async function attempt(name: string, measure: Section): Promise<Row[]> {
  try {
    return await measure(report);
  } catch (error) {
    if (!(error instanceof Stop)) {
      process.exitCode = 1;
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    }
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return [{ what: `${name}: not measured here`, measured: reason.replaceAll('|', '/') }];
  }
}
