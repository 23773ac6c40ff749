import { type ChildProcess, fork } from 'node:child_process';
import { CodedError } from '@guichet/protocol/coded-error';
import type { EngineCommand, EngineEvent, EngineReady } from './messages.ts';

export type EngineState = 'starting' | 'ready' | 'restarting' | 'failed';

export interface EngineProcessOptions {
  name: string;
  /** The program of the engine, and what it is told as one JSON word. */
  program: URL;
  settings: unknown;
  onLog(event: Record<string, unknown>): void;
}

/** A request that waits for the engine; it hears every event with its id. */
export interface EngineListener {
  onEvent(event: EngineEvent): void;
  /** The engine died, or it said nothing for too long and was killed. */
  onLost(error: CodedError): void;
}

export interface EngineProcess {
  state(): EngineState;
  pid(): number | null;
  model(): EngineReady['model'] | null;
  restarts(): number;
  detail(): string | null;
  /** Sends a command whose events go to the listener until `forget`. Throws `engine_unavailable` while the engine is away. */
  send(command: EngineCommand, listener: EngineListener): void;
  cancel(id: number): void;
  forget(id: number): void;
  stop(): void;
}

const firstWaitMs = 150;
const longestWaitMs = 5_000;
const steadyMs = 20_000;
/** Longer than any single step: an engine silent for this long with work at hand hangs. */
const silenceMs = 15_000;
const retryAfterSeconds = 2;

/**
 * One killable process that owns a model. `run()` of the runtime blocks and cannot be cancelled, so it never shares a process
 * with HTTP; worker threads are no way out, since ending a busy one aborts the whole process.
 */
export function startEngineProcess(options: EngineProcessOptions): EngineProcess {
  return new SupervisedEngine(options);
}

class SupervisedEngine implements EngineProcess {
  readonly #options: EngineProcessOptions;
  readonly #listeners = new Map<number, EngineListener>();
  #child: ChildProcess | null = null;
  #state: EngineState = 'starting';
  #model: EngineReady['model'] | null = null;
  #detail: string | null = null;
  #restarts = 0;
  #waitMs = firstWaitMs;
  #startedAt = 0;
  #heardAt = 0;
  #stopping = false;

  constructor(options: EngineProcessOptions) {
    this.#options = options;
    this.#start();
    setInterval(() => this.#killIfSilent(), 1_000).unref();
  }

  state = () => this.#state;
  pid = () => this.#child?.pid ?? null;
  model = () => this.#model;
  restarts = () => this.#restarts;
  detail = () => this.#detail;

  send(command: EngineCommand, listener: EngineListener): void {
    if (this.#state !== 'ready' || this.#child === null) throw this.#unavailable();
    if (this.#listeners.size === 0) this.#heardAt = Date.now();
    this.#listeners.set(command.id, listener);
    this.#child.send(command);
  }

  cancel(id: number): void {
    if (this.#listeners.has(id)) this.#child?.send({ type: 'cancel', id });
  }

  forget(id: number): void {
    this.#listeners.delete(id);
  }

  stop(): void {
    this.#stopping = true;
    this.#child?.kill('SIGKILL');
  }

  #start(): void {
    const { program, settings } = this.#options;
    this.#startedAt = Date.now();
    const child = fork(program, [JSON.stringify(settings)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child = child;
    child.on('message', (event: EngineEvent) => this.#hear(event));
    child.on('error', (error) =>
      this.#options.onLog({ event: 'engine-error', engine: this.#options.name, message: error.message }),
    );
    child.once('exit', (code, signal) => this.#lose(code, signal));
  }

  #hear(event: EngineEvent): void {
    this.#heardAt = Date.now();
    if (event.type === 'ready') {
      this.#state = 'ready';
      this.#model = event.model;
      this.#detail = null;
    } else if (event.type === 'unusable') {
      this.#state = 'failed';
      this.#detail = event.message;
    } else {
      this.#listeners.get(event.id)?.onEvent(event);
    }
  }

  #lose(code: number | null, signal: NodeJS.Signals | null): void {
    this.#child = null;
    const waiting = [...this.#listeners.values()];
    this.#listeners.clear();
    const failed = this.#state === 'failed';
    if (!failed) this.#state = 'restarting';
    for (const listener of waiting) listener.onLost(this.#unavailable());
    if (this.#stopping) return;
    this.#options.onLog({ event: 'engine-exit', engine: this.#options.name, code, signal, lost: waiting.length });
    const steady = Date.now() - this.#startedAt > steadyMs;
    this.#waitMs = steady ? firstWaitMs : Math.min(this.#waitMs * 2, longestWaitMs);
    this.#restarts += 1;
    setTimeout(() => this.#stopping || this.#start(), failed ? longestWaitMs : this.#waitMs);
  }

  #killIfSilent(): void {
    const silent = this.#listeners.size > 0 && Date.now() - this.#heardAt > silenceMs;
    if (silent) this.#child?.kill('SIGKILL');
  }

  #unavailable(): CodedError {
    const reason = this.#detail === null ? 'is starting again' : `cannot run: ${this.#detail}`;
    return new CodedError('engine_unavailable', `The ${this.#options.name} ${reason}.`, { retryAfterSeconds });
  }
}
