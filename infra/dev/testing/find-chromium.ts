import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Stop } from '../bootstrap/stop.mjs';
import type { Step } from '../progress.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const folders = ['/Applications/Google Chrome.app/Contents/MacOS', '/Applications/Chromium.app/Contents/MacOS'];
// Without the second, Chinese is drawn as boxes.
const packages = ['chromium', 'fonts-noto-cjk'];

/** The path of a Chromium: `GUICHET_CHROMIUM`, one on this machine, or one installed now (Debian, as root). Throws `Stop` saying how. */
export async function findChromium(step: Step): Promise<string> {
  const present = process.env.GUICHET_CHROMIUM ?? findProgram();
  if (present !== undefined) {
    step.done(present);
    return present;
  }
  const installable = process.getuid?.() === 0 && isProgram('/usr/bin/apt-get');
  if (!installable) {
    throw new Stop(
      `The end-to-end test needs Chromium. Install it (Debian: sudo apt-get install ${packages.join(' ')}), or say where one is: GUICHET_CHROMIUM=/path npm test`,
    );
  }
  step.update(`installing ${packages.join(' and ')} (about 400 MB on disk)`);
  await install();
  const installed = findProgram();
  if (installed === undefined)
    throw new Stop('Chromium was installed but cannot be found. Say where it is: GUICHET_CHROMIUM=/path npm test');
  step.done(`${installed}, installed now`);
  return installed;
}

function findProgram(): string | undefined {
  const places = [...(process.env.PATH ?? '').split(delimiter), ...folders];
  const candidates = places.flatMap((folder) =>
    [...names, 'Google Chrome', 'Chromium'].map((name) => join(folder, name)),
  );
  return candidates.find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function install(): Promise<void> {
  await apt('update', '-qq');
  await apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}

function apt(...words: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const child = spawn('apt-get', words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (output = (output + chunk).slice(-2_000)));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code) =>
      code === 0
        ? done()
        : fail(new Stop(`Chromium could not be installed: apt-get ${words[0]} says\n${output.trim()}`)),
    );
  });
}
