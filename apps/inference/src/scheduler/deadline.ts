import { CodedError } from '@guichet/protocol/coded-error';
import type { Context } from 'hono';

const longestMs = 300_000;

/** The time a request has left, from `x-deadline-ms` (a budget, not a moment: it survives clocks that differ). */
export function readDeadline(c: Context, defaultMs: number): number {
  const header = c.req.header('x-deadline-ms');
  if (header === undefined) return defaultMs;
  const budget = Number(header);
  if (!Number.isFinite(budget))
    throw new CodedError('invalid_request', 'x-deadline-ms must be a number of milliseconds.');
  if (budget <= 0) throw new CodedError('deadline_exceeded', 'The deadline had passed when the request came in.');
  return Math.min(budget, longestMs);
}

/** The error of work that did not finish in its time. */
export function deadlineError(): CodedError {
  return new CodedError('deadline_exceeded', 'The work did not finish within its deadline.');
}
