#!/usr/bin/env node
// The first step of `npm start` and `npm test`: plain JavaScript for any Node from 20 on, because nothing is installed yet.
// It installs the packages, then hands over to the Node that the packages brought.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { install } from './bootstrap/install.mjs';
import { takeLock } from './bootstrap/lock.mjs';
import { nodeRuntime } from './bootstrap/node-runtime.mjs';
import { binFolder, root } from './bootstrap/paths.mjs';
import { Stop } from './bootstrap/stop.mjs';

const [command = 'help', ...rest] = process.argv.slice(2);

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
}

async function main() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20) throw new Stop(`Node ${process.versions.node} is too old. Install Node 20 or newer.`);
  if (command === 'start' && rest.some((word) => word === '--help' || word === '-h')) {
    const { help } = await import('./bootstrap/help.mjs');
    process.stdout.write(help);
    return 0;
  }
  const unlock = takeLock(
    join(root, '.guichet/install.lock'),
    'Another start is installing the packages (process {pid}). Wait for it, then try again.',
  );
  await install().finally(unlock);
  return run(programFor(command), rest);
}

/** npm passes no signal on when it is killed itself; then this process is adopted by another one. */
function stopWithParent(stop) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), 1_000).unref();
}

/** The program behind a command, as words after `node`. */
function programFor(name) {
  if (name === 'start') return ['infra/dev/start.ts'];
  if (name === 'test') return ['infra/dev/test.ts'];
  if (name === 'run') return [];
  throw new Stop(`Unknown command "${name}". Use: start, test, run.`);
}

function run(program, words) {
  const node = nodeRuntime();
  const path = [join(node, '..'), binFolder, process.env.PATH].join(delimiter);
  const env = {
    ...process.env,
    PATH: path,
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    WRANGLER_SEND_METRICS: 'false',
  };
  const [file = '', args = []] = program.length > 0 ? [node, [...program, ...words]] : [words[0], words.slice(1)];
  const child = spawn(file, args, { cwd: root, env, stdio: 'inherit' });
  // Passing the signals on and waiting lets the child put everything away first.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  stopWithParent(() => child.kill('SIGTERM'));
  return new Promise((done, fail) => {
    child.on('error', (cause) => fail(new Stop(`${file} could not be started: ${cause.message}`)));
    child.on('exit', (code, signal) => done(code ?? (signal === null ? 1 : 130)));
  });
}
