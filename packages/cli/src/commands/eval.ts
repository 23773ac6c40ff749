import { readFile } from 'node:fs/promises';
import { createClient } from '@guichet/client/create-client';
import { findConnection } from '../config.ts';
import { type EvaluationRow, readRows } from '../evaluation/read-rows.ts';
import { report } from '../evaluation/report.ts';
import { type Judged, judge, score } from '../evaluation/score.ts';
import { Stop } from '../stop.ts';
import type { Terminal } from '../terminal.ts';

export interface EvalOptions {
  files: string[];
  gateway?: string | undefined;
  key?: string | undefined;
  /** Least share of right first guesses; below it the exit code is 1. */
  min?: number | undefined;
  json: boolean;
}

const clients = 4;

/** Sends every row through the gateway's router and reports how often it was right. Gives the exit code. */
export async function evaluate(options: EvalOptions, terminal: Terminal): Promise<number> {
  const texts = await Promise.all(options.files.map(readText));
  const rows = texts.flatMap((text, index) => readRows(text, options.files[index] ?? ''));
  const client = createClient(findConnection(options));
  const judged = await judgeAll(rows, client.understand, (done) => terminal.progress(`${done} of ${rows.length}`));
  const result = score(judged);
  terminal.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : report(result));
  if (options.min === undefined || result.accuracy.share >= options.min) return 0;
  terminal.complain(
    `${(result.accuracy.share * 100).toFixed(1)} % right is below the floor of ${(options.min * 100).toFixed(1)} %.`,
  );
  return 1;
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Stop(`${file} cannot be read (${error.code}).`);
  });
}

type Understand = ReturnType<typeof createClient>['understand'];

/** In the order of the rows, a few side by side. */
async function judgeAll(
  rows: readonly EvaluationRow[],
  understand: Understand,
  onProgress: (done: number) => void,
): Promise<Judged[]> {
  const judged: Judged[] = [];
  let next = 0;
  let done = 0;
  const work = async () => {
    for (let place = next++; place < rows.length; place = next++) {
      const row = rows[place];
      if (row === undefined) return;
      judged[place] = judge(row, await understand(row.text));
      done += 1;
      onProgress(done);
    }
  };
  await Promise.all(Array.from({ length: clients }, work));
  return judged;
}
