import { spawn } from 'node:child_process';
import { noSpace } from '../file-error.ts';
import { PackError } from '../pack-error.ts';

/**
 * Runs the machine's Python. Rejects once it has ended: with `source_unavailable` and its last complaint, or with `no_space`.
 * The signal ends it.
 */
export function runPython(words: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const python = spawn('python3', words, { stdio: ['ignore', 'ignore', 'pipe'], signal });
    let complaint = '';
    let failure: Error | null = null;
    python.stderr.on('data', (chunk) => {
      complaint = (complaint + chunk).slice(-4_000);
    });
    python.on('error', (error) => {
      failure = error;
    });
    python.on('close', (code) => {
      if (code === 0 && failure === null) return done();
      fail(pythonError(failure, complaint));
    });
  });
}

function pythonError(failure: NodeJS.ErrnoException | null, complaint: string): PackError {
  if (failure?.code === 'ENOENT') return unavailable('python3 is not installed', failure);
  if (/No space left on device|Disk quota exceeded/.test(complaint)) return noSpace('the disk is full');
  return unavailable(lastError(complaint) || failure?.message || 'it failed without a word', failure);
}

function unavailable(what: string, cause: Error | null): PackError {
  return new PackError('source_unavailable', what, { cause });
}

/** pip says what failed in its first line with "ERROR"; a traceback says it in its last. */
function lastError(text: string): string {
  const lines = text.trim().split('\n');
  const line = lines.find((each) => each.startsWith('ERROR:')) ?? lines.at(-1) ?? '';
  return line.replace(/^ERROR:\s*/, '').slice(0, 200);
}
