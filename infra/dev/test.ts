// What `npm test` does: style, types, then the tests of every workspace, the end-to-end test last; and one line with the sum.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { binFolder, root } from './bootstrap/paths.mjs';
import { Stop } from './bootstrap/stop.mjs';
import { createProgress } from './progress.ts';
import { prepareGenerator } from './steps/prepare-generator.ts';
import { findChromium } from './testing/find-chromium.ts';
import { type Counts, readCounts } from './testing/read-counts.ts';

const reportFolder = join(root, '.cache/test-reports');
const begun = Date.now();

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`\n${error instanceof Stop ? error.message : error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
}

/** `npm test` runs everything; `npm test -- gateway router` the tests of these workspaces alone. */
async function main(names: string[]): Promise<number> {
  const workspaces = findWorkspaces().filter(({ name }) => names.length === 0 || names.includes(name));
  if (workspaces.length === 0)
    throw new Stop(
      `There are no tests named so. Workspaces: ${findWorkspaces()
        .map(({ name }) => name)
        .join(', ')}`,
    );
  mkdirSync(reportFolder, { recursive: true });
  const total: Counts = { passed: 0, failed: 0 };
  const add = ({ passed, failed }: Counts) => {
    total.passed += passed;
    total.failed += failed;
  };
  if (names.length === 0) {
    add(await check('style', ['biome', 'check', '.']));
    add(await check('types', ['turbo', 'run', 'typecheck', '--concurrency=2', '--output-logs=errors-only']));
  }
  const environment = await prepare(workspaces.map(({ name }) => name));
  for (const workspace of workspaces) add(await runTests(workspace, environment));
  const minutes = ((Date.now() - begun) / 60_000).toFixed(1);
  process.stdout.write(`\nAll in ${minutes} minutes\n${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 ? 0 : 1;
}

/** What the tests of some workspaces need from outside: the default generator, and a browser. */
async function prepare(names: string[]): Promise<Record<string, string>> {
  const report = createProgress(process.stdout);
  if (names.some((name) => ['inference', 'models', 'e2e'].includes(name)))
    await prepareGenerator({
      packsFolder: join(root, '.guichet/packs'),
      offline: false,
      signal: new AbortController().signal,
      step: report('model', 'looking for the language model'),
    });
  return names.includes('e2e') ? { GUICHET_CHROMIUM: await findChromium(report('browser', 'looking for one')) } : {};
}

interface Workspace {
  name: string;
  folder: string;
}

/** Every folder below `packages`, `apps` and `test` that holds tests; the end-to-end test starts everything and comes last. */
function findWorkspaces(): Workspace[] {
  return ['packages', 'apps', 'test'].flatMap((parent) =>
    readdirSync(join(root, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
      .map(({ name }) => ({ name, folder: join(root, parent, name) }))
      .filter(({ folder }) =>
        readdirSync(folder, { recursive: true }).some((file) => /^(?!.*node_modules).*\.test\.ts$/.test(String(file))),
      ),
  );
}

async function runTests({ name, folder }: Workspace, environment: Record<string, string>): Promise<Counts> {
  process.stdout.write(`\n── ${name}\n`);
  const reportFile = join(reportFolder, `${name}.json`);
  const words = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${reportFile}`];
  const code = await run(join(binFolder, 'vitest'), words, folder, environment);
  return readCounts(reportFile, code);
}

async function check(name: string, [tool = '', ...words]: string[]): Promise<Counts> {
  process.stdout.write(`\n── ${name}\n`);
  const code = await run(join(binFolder, tool), words, root, {});
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function run(file: string, words: string[], folder: string, environment: Record<string, string>): Promise<number> {
  const child = spawn(file, words, { cwd: folder, env: { ...process.env, ...environment }, stdio: 'inherit' });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code) => done(code ?? 1));
  });
}
