import { continueTrace } from '@guichet/telemetry/trace-parent';
import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv } from '../gateway-variables.ts';

export interface RequestIdOptions {
  newId?: () => string;
}

const shape = /^[\w-]{8,64}$/;

/** Names the request: the caller's `x-request-id` where it is well-formed, else a new one. Goes on with the caller's trace. */
export function requestId({ newId = () => crypto.randomUUID() }: RequestIdOptions = {}): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const given = c.req.header('x-request-id') ?? '';
    const id = shape.test(given) ? given : newId();
    c.set('requestId', id);
    c.set('traceparent', continueTrace(c.req.header('traceparent'), randomHex).traceparent);
    c.header('x-request-id', id);
    await next();
  };
}

/** At most 32 digits. A UUID is one call into the runtime; drawing bytes and spelling them is many. */
function randomHex(digits: number): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, digits);
}
