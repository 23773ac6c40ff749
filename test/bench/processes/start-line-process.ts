import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Stop } from '../../../infra/dev/bootstrap/stop.mjs';
import { residentMegabytes } from '../measure-memory.ts';

export interface LineProcess {
  /** One at a time. */
  ask<Answer>(request: object): Promise<Answer>;
  residentMegabytes(): number;
  stop(): void;
}

/**
 * A program that answers each line of JSON with one, after a first line that says it is ready. Throws `Stop` with its last words
 * where it ends before that.
 */
export async function startLineProcess(words: [string, ...string[]]): Promise<LineProcess> {
  const [file, ...rest] = words;
  const child = spawn(file, rest, { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk) => (complaints = (complaints + chunk).slice(-2_000)));
  const ended = new Promise<never>((_, fail) => {
    const say = (cause: string) => fail(new Stop(`${file} ended: ${cause}`));
    child.once('error', (error) => say(error.message));
    child.once('exit', () => say(complaints.trim().split('\n').at(-1) ?? ''));
  });
  ended.catch(() => {});
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => (await Promise.race([lines.next(), ended])).value as string;
  await next();
  return {
    async ask<Answer>(request: object) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return JSON.parse(await next()) as Answer;
    },
    residentMegabytes: () => residentMegabytes(child.pid ?? 0),
    stop: () => void child.kill('SIGKILL'),
  };
}
