import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface DevFile {
  gateway: string;
  inference: string;
  bank: string;
  secretKey: string;
  publishableKey: string;
  pids: Record<'supervisor' | 'gateway' | 'inference' | 'encoder' | 'generator', number | null>;
}

export interface Platform {
  dataFolder: string;
  /** What dev.json says now. */
  devFile(): DevFile;
  /** Everything the start command has printed. */
  output(): string;
  /** Presses Ctrl-C and waits for the end; gives back the exit code. */
  stop(): Promise<number | null>;
}

export interface StartOptions {
  /** A name for the data folder; it may hold spaces. */
  name: string;
  words?: string[];
}

export const root = join(import.meta.dirname, '../../..');
const sharedPacks = join(root, '.guichet/packs');
const patienceMs = 150_000;

/** Runs the start command as a person would, on free ports and with a data folder of its own; returns when it says that it is ready. */
export async function startPlatform({ name, words = [] }: StartOptions): Promise<Platform> {
  const dataFolder = mkdtempSync(join(tmpdir(), `${name} `));
  const [[port, inferencePort], [bankPort]] = [await freePorts(), await freePorts()];
  const models = words.includes('--models') ? [] : ['--models', sharedPacks];
  const options = ['--data', dataFolder, '--port', String(port), '--inference-port', String(inferencePort)];
  options.push('--bank-port', String(bankPort));
  const run = runStart([...options, ...models, ...words]);
  const deadline = Date.now() + patienceMs;
  while (!run.output().includes('Stop with Ctrl-C')) {
    if (run.child.exitCode !== null || Date.now() > deadline) throw new Error(`Not started:\n${run.output()}`);
    await sleep(100);
  }
  await waitFor(() => readDevFile(dataFolder), 'dev.json');
  return {
    dataFolder,
    devFile: () => readDevFile(dataFolder) ?? missing(),
    output: run.output,
    async stop() {
      run.child.kill('SIGINT');
      const code = await run.ended;
      rmSync(dataFolder, { recursive: true, force: true });
      return code;
    },
  };
}

export interface StartRun {
  child: ChildProcess;
  output(): string;
  ended: Promise<number | null>;
}

/** The start command by itself, with these words. */
export function runStart(words: string[]): StartRun {
  const child = spawn(process.execPath, [join(root, 'infra/dev/launch.mjs'), 'start', ...words], { cwd: root });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  return { child, output: () => output, ended };
}

/** Two ports nobody listens on. */
export async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const;
  const open = (server: (typeof servers)[number]) =>
    new Promise<number>((done) =>
      server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port)),
    );
  const ports = await Promise.all([open(servers[0]), open(servers[1])]);
  for (const server of servers) server.close();
  return [ports[0], ports[1]];
}

/** What `read` gives, as soon as it gives something. */
export async function waitFor<Value>(
  read: () => Value | undefined | Promise<Value | undefined>,
  what: string,
): Promise<Value> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const value = await read();
    if (value !== undefined) return value;
    await sleep(50);
  }
  throw new Error(`Waited in vain for ${what}.`);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

function readDevFile(dataFolder: string): DevFile | undefined {
  try {
    return JSON.parse(readFileSync(join(dataFolder, 'dev.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

function missing(): never {
  throw new Error('dev.json is gone.');
}
