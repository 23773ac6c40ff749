import { availableParallelism } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './bootstrap/paths.mjs';
import { Stop } from './bootstrap/stop.mjs';

/** What can be chosen at `npm start`; see bootstrap/help.mjs. */
export interface StartOptions {
  port: number;
  inferencePort: number;
  /** Of the demo bank's own system. */
  bankPort: number;
  host: string;
  dataFolder: string;
  /** Where model packs are installed. */
  packsFolder: string;
  threads: number;
  /** Milliseconds added to each call to the inference service and to each trip to the database. */
  delaysMs: { inference: number; database: number };
  offline: boolean;
  verbose: boolean;
}

/** Reads the words after `npm start --`. Throws `Stop` with the way out for a word it does not know. */
export function parseStartOptions(words: string[]): StartOptions {
  const values = read(words);
  return {
    port: integer('--port', values.port ?? '8787', 1, 65_535),
    inferencePort: integer('--inference-port', values['inference-port'] ?? '8788', 1, 65_535),
    bankPort: integer('--bank-port', values['bank-port'] ?? '8789', 1, 65_535),
    host: values.host ?? '127.0.0.1',
    dataFolder: folder(values.data ?? '.guichet'),
    packsFolder: folder(values.models ?? join(values.data ?? '.guichet', 'packs')),
    threads: integer('--threads', values.threads ?? String(Math.max(1, Math.floor(availableParallelism() / 2))), 1, 64),
    delaysMs: {
      inference: integer('--delay-inference', values['delay-inference'] ?? '0', 0, 10_000),
      database: integer('--delay-database', values['delay-database'] ?? '0', 0, 10_000),
    },
    offline: values.offline ?? false,
    verbose: values.verbose ?? false,
  };
}

function read(words: string[]) {
  try {
    const { values } = parseArgs({
      args: words,
      options: {
        port: { type: 'string' },
        'inference-port': { type: 'string' },
        'bank-port': { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        models: { type: 'string' },
        threads: { type: 'string' },
        'delay-inference': { type: 'string' },
        'delay-database': { type: 'string' },
        offline: { type: 'boolean' },
        verbose: { type: 'boolean' },
      },
    });
    return values;
  } catch (error) {
    throw new Stop(`${error instanceof Error ? error.message : error}. See: npm start -- --help`);
  }
}

function integer(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Stop(`${name} must be a whole number from ${least} to ${most}, not "${text}".`);
}

function folder(path: string): string {
  return isAbsolute(path) ? path : join(root, path);
}
