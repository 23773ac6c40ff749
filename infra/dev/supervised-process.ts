import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { groupLives, signalGroup } from './process-group.ts';

export interface SupervisedOptions {
  name: string;
  /** Words after `node`. */
  program: string[];
  environment: Record<string, string>;
  logFile: string;
  /** Also show the log here. */
  echo: boolean;
  onMessage?(message: unknown): void;
  /** After every start, the first included. */
  onStart?(pid: number): void;
}

export interface SupervisedProcess {
  pid(): number | null;
  /** Ends the process and everything it started; returns when nothing of it is left. */
  stop(): Promise<void>;
}

const firstWaitMs = 250;
const longestWaitMs = 5_000;
/** A process that lived this long starts again with the first wait. */
const steadyMs = 20_000;
const patienceMs = 4_000;

/**
 * Keeps a process running in a group of its own. When it ends, by whatever hand, the rest of its group is killed (an orphaned
 * workerd would hold the port) and it starts again, waiting longer each time.
 */
export function supervise(options: SupervisedOptions): SupervisedProcess {
  const log = createWriteStream(options.logFile, { flags: 'a' });
  let child: ChildProcess | null = null;
  let waitMs = firstWaitMs;
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;

  const start = () => {
    const begun = Date.now();
    const running = spawnChild(options, log);
    child = running;
    if (running.pid !== undefined) options.onStart?.(running.pid);
    running.once('exit', () => {
      child = null;
      if (running.pid !== undefined) signalGroup(running.pid, 'SIGKILL');
      if (stopping) return;
      waitMs = Date.now() - begun > steadyMs ? firstWaitMs : Math.min(waitMs * 2, longestWaitMs);
      timer = setTimeout(start, waitMs);
    });
  };
  start();

  return {
    pid: () => child?.pid ?? null,
    async stop() {
      stopping = true;
      clearTimeout(timer);
      if (child?.pid !== undefined) await endGroup(child.pid);
      log.end();
    },
  };
}

function spawnChild(options: SupervisedOptions, log: WriteStream): ChildProcess {
  const child = spawn(process.execPath, options.program, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: options.environment,
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      log.write(chunk);
      if (options.echo) process.stdout.write(chunk);
    });
  }
  child.on('message', (message) => options.onMessage?.(message));
  child.on('error', (error) => log.write(`${options.name} could not be started: ${error.message}\n`));
  return child;
}

async function endGroup(leader: number): Promise<void> {
  signalGroup(leader, 'SIGTERM');
  const deadline = Date.now() + patienceMs;
  while (groupLives(leader) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 50));
  signalGroup(leader, 'SIGKILL');
}
