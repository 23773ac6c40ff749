import { cpus, totalmem } from 'node:os';
import type { createProgress } from '../../infra/dev/progress.ts';

/** One line of the table. */
export interface Row {
  what: string;
  measured: string;
  /** The same with delays added between the parts. */
  delayed?: string;
  aim?: string;
}

/** Opens a line of progress. */
export type Report = ReturnType<typeof createProgress>;

/** A part of the benchmark: makes ready what it needs, measures, and says what it found. Throws `Stop` where this machine lacks something. */
export type Section = (report: Report) => Promise<Row[]>;

/** The table in Markdown, as docs/benchmarks.md keeps it. */
export function showTable(rows: readonly Row[], delays: string): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`;
  const lines = rows.map(
    ({ what, measured, delayed = '', aim = '' }) => `| ${[what, measured, delayed, aim].join(' | ')} |`,
  );
  return [
    `${machine}; medians with 95 % intervals`,
    '',
    `| | measured | ${delays} | aim |`,
    '| --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}
