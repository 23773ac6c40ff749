import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { Stop } from '../../../infra/dev/bootstrap/stop.mjs';

/** Runs a program with its output in a file. Throws `Stop` naming the file where it fails. */
export function runLogged(file: string, words: string[], logFile: string, folder?: string): Promise<void> {
  const log = createWriteStream(logFile, { flags: 'a' });
  const child = spawn(file, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
  return new Promise((done, fail) => {
    child.on('error', (cause) => fail(new Stop(`${file} could not be started: ${cause.message}`)));
    child.on('close', (code) => {
      log.end();
      if (code === 0) done();
      else fail(new Stop(`${file} ${words.slice(0, 3).join(' ')} failed; see ${logFile}`));
    });
  });
}
