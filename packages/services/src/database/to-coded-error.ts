import { CodedError } from '@guichet/protocol/coded-error';

const transient =
  /Network connection lost|Internal error in D1|reset|starting up D1|transient issue|storage operation exceeded timeout|Failed to fetch/i;
const overloaded = /overloaded|Too many requests queued/i;
const ourFault = /memory limit|CPU time limit/i;

/**
 * A database error as a coded one. Drizzle's message carries every bound value, which can be personal data, so only the
 * database's own words are kept as the cause.
 */
export function toCodedError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const cause = new Error(databaseMessage(error));
  if (ourFault.test(cause.message)) return new CodedError('internal', 'Something went wrong on our side.', { cause });
  if (overloaded.test(cause.message)) {
    return new CodedError('database_unavailable', 'The database is busy. Try again shortly.', {
      cause,
      retryAfterSeconds: 3,
    });
  }
  if (transient.test(cause.message)) {
    return new CodedError('database_unavailable', 'The database did not answer. Try again shortly.', {
      cause,
      retryAfterSeconds: 1,
    });
  }
  return new CodedError('internal', 'Something went wrong on our side.', { cause });
}

function databaseMessage(error: unknown): string {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause;
  if (!(innermost instanceof Error)) return 'unknown database error';
  return innermost.message.startsWith('Failed query') ? 'query failed' : innermost.message;
}
