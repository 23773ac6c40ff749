import { CodedError } from '@guichet/protocol/coded-error';
import type { ErrorBody } from '@guichet/protocol/errors';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { GatewayEnv } from '../gateway-variables.ts';

const types: Record<number, string> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  500: 'server_error',
  503: 'server_error',
  504: 'server_error',
};

/** The one place where an error becomes an answer. Unknown errors say only that; their cause goes to the log event. */
export function answerError(error: unknown, c: Context<GatewayEnv>): Response {
  const coded = toCoded(error);
  const event = c.get('event');
  if (event !== undefined) {
    event.errorCode = coded.code;
    if (coded.status >= 500) event.cause = describeCause(coded.cause);
  }
  const requestId = c.get('requestId');
  const response = Response.json(answerBody(coded, requestId), {
    status: coded.status,
    headers: { 'x-request-id': requestId },
  });
  if (coded.retryAfterSeconds !== undefined) response.headers.set('retry-after', String(coded.retryAfterSeconds));
  if (coded.status === 401) response.headers.set('www-authenticate', 'Bearer');
  return response;
}

/** An error's body. `type` and `param` are for OpenAI's clients, which look for them. */
export function answerBody({ code, message, status }: CodedError, requestId: string): ErrorBody {
  return { error: { code, message, requestId, type: types[status] ?? 'invalid_request_error', param: null } };
}

/** An error as a coded one, for the answer or the stream's error part. */
export function toCoded(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  if (error instanceof HTTPException && error.status < 500) {
    return new CodedError('invalid_request', 'The request could not be read.', { cause: error });
  }
  return new CodedError('internal', 'Something went wrong on our side.', { cause: error });
}

/** Where it happened; never a query with its values, which `toCodedError` of the services has taken out already. */
export function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return cause === undefined ? 'none' : typeof cause;
  return (cause.stack ?? cause.message).slice(0, 1_000);
}
