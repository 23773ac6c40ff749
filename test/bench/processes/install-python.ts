import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Step } from '../../../infra/dev/progress.ts';
import { root } from '../../e2e/support/start-platform.ts';
import { runLogged } from './run-logged.ts';

/**
 * A Python of the benchmark's own under .cache/bench with these requirements, installed once. Gives back the interpreter. Throws
 * `Stop` where there is no Python or the installation fails.
 */
export async function installPython(name: string, requirements: string, step: Step): Promise<string> {
  const folder = join(root, '.cache/bench', name);
  const python = join(folder, 'bin/python');
  const stamp = join(folder, 'installed');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, '..'), { recursive: true });
  const logFile = `${folder}.log`;
  step.update('making a Python environment');
  await runLogged('python3', ['-m', 'venv', folder], logFile);
  const begun = Date.now();
  const tick = setInterval(() => {
    step.update(`installing Python packages, ${Math.round((Date.now() - begun) / 1_000)} s so far`);
  }, 5_000);
  await runLogged(python, ['-m', 'pip', 'install', '-r', requirements], logFile).finally(() => clearInterval(tick));
  writeFileSync(stamp, wanted);
  return python;
}
