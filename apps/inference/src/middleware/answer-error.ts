import { CodedError } from '@guichet/protocol/coded-error';
import type { ErrorBody } from '@guichet/protocol/errors';
import type { Context } from 'hono';

/** The one place where an error becomes an answer. Unknown errors say only that; their cause goes to the log. */
export function answerError(error: unknown, c: Context, log: (event: Record<string, unknown>) => void): Response {
  const coded =
    error instanceof CodedError
      ? error
      : new CodedError('internal', 'Something went wrong on our side.', { cause: error });
  const requestId = c.get('requestId') as string;
  if (coded.code === 'internal') log({ event: 'error', requestId, cause: describe(coded.cause) });
  const body: ErrorBody = { error: { code: coded.code, message: coded.message, requestId } };
  const headers = coded.retryAfterSeconds === undefined ? {} : { 'retry-after': String(coded.retryAfterSeconds) };
  return c.json(body, coded.status as 500, headers);
}

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
