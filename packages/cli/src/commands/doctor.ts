import { spawnSync } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import type { Terminal } from '../terminal.ts';

export interface Finding {
  name: string;
  state: 'ok' | 'warning' | 'missing';
  detail: string;
  /** What to do about it. */
  advice?: string;
}

const neededBytes = 2e9;
const neededMemory = 3e9;

/** Says what this machine has and lacks. Exit code 1 where something is missing that Guichet cannot do without. */
export async function doctor({ json, folder }: { json: boolean; folder: string }, terminal: Terminal): Promise<number> {
  const findings = [node(), npm(), memory(), cores(), await disk(folder), browser(), python()];
  const marks = { ok: 'ok     ', warning: 'warning', missing: 'missing' };
  const lines = findings.map(
    ({ name, state, detail, advice }) =>
      `${marks[state]}  ${name.padEnd(10)} ${detail}${advice === undefined ? '' : `\n${' '.repeat(20)}${advice}`}\n`,
  );
  terminal.write(json ? `${JSON.stringify(findings, null, 2)}\n` : lines.join(''));
  return findings.some(({ state }) => state === 'missing') ? 1 : 0;
}

function node(): Finding {
  return { name: 'Node', state: 'ok', detail: process.versions.node };
}

function npm(): Finding {
  const version = versionOf('npm', ['--version']);
  return version === null
    ? { name: 'npm', state: 'missing', detail: 'not found', advice: 'Install Node.js together with npm.' }
    : { name: 'npm', state: 'ok', detail: version };
}

function memory(): Finding {
  const detail = `${gigabytes(totalmem())} in all; Guichet uses about 1.5 GB`;
  return totalmem() < neededMemory
    ? {
        name: 'Memory',
        state: 'warning',
        detail,
        advice: 'Close other programs, or run the inference service on another machine.',
      }
    : { name: 'Memory', state: 'ok', detail };
}

function cores(): Finding {
  const count = availableParallelism();
  return count < 2
    ? { name: 'Cores', state: 'warning', detail: `${count}`, advice: 'Two are what the figures were measured with.' }
    : { name: 'Cores', state: 'ok', detail: `${count}` };
}

async function disk(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  return free < neededBytes
    ? {
        name: 'Disk',
        state: 'missing',
        detail: `${gigabytes(free)} free in ${folder}`,
        advice: `Guichet needs ${gigabytes(neededBytes)}.`,
      }
    : { name: 'Disk', state: 'ok', detail: `${gigabytes(free)} free` };
}

function browser(): Finding {
  const found = ['chromium', 'chromium-browser', 'google-chrome']
    .map((name) => versionOf(name, ['--version']))
    .find((version) => version !== null);
  return found === undefined
    ? {
        name: 'Chromium',
        state: 'warning',
        detail: 'not found; only npm test needs it',
        advice: 'Debian: sudo apt-get install chromium fonts-noto-cjk',
      }
    : { name: 'Chromium', state: 'ok', detail: found ?? '' };
}

function python(): Finding {
  const version = versionOf('python3', ['--version']);
  return version === null
    ? {
        name: 'Python',
        state: 'warning',
        detail: 'not found; only tests and training need it',
        advice: 'Debian: sudo apt-get install python3 python3-venv',
      }
    : { name: 'Python', state: 'ok', detail: version };
}

function versionOf(program: string, words: string[]): string | null {
  const { status, stdout } = spawnSync(program, words, { encoding: 'utf8', timeout: 10_000 });
  return status === 0 ? stdout.trim() : null;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
