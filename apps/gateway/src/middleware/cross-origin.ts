import { CodedError } from '@guichet/protocol/coded-error';
import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv } from '../gateway-variables.ts';

const allowedHeaders = 'authorization, content-type, x-request-id, traceparent';
const exposedHeaders = 'x-request-id, retry-after';
const preflightSeconds = 7_200;

/**
 * Lets browsers read our answers. Every origin gets the same headers, since there are no cookies to abuse: who may use a key
 * from where is decided by `requireOrigin`, for the request itself and not only for what the browser shows.
 */
export function crossOrigin(): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const origin = c.req.header('origin');
    const preflight = c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined;
    if (preflight && origin !== undefined) {
      c.header('access-control-allow-methods', 'GET, POST');
      c.header('access-control-allow-headers', allowedHeaders);
      c.header('access-control-max-age', String(preflightSeconds));
      c.header('access-control-allow-origin', origin);
      c.header('vary', 'Origin');
      return c.body(null, 204);
    }
    await next();
    if (origin === undefined) return;
    c.res.headers.set('access-control-allow-origin', origin);
    c.res.headers.set('access-control-expose-headers', exposedHeaders);
    c.res.headers.append('vary', 'Origin');
  };
}

export interface OriginRules {
  /** The header; absent outside browsers. */
  origin: string | undefined;
  ownOrigin: string;
  allowed: readonly string[];
  development: boolean;
}

const localPage = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** Throws `forbidden` where a browser sends a key from a page that the tenant has not named. */
export function requireOrigin({ origin, ownOrigin, allowed, development }: OriginRules): void {
  if (origin === undefined || origin === ownOrigin || allowed.includes(origin)) return;
  if (development && localPage.test(origin)) return;
  throw new CodedError('forbidden', "This website is not among the tenant's origins. Add it to the tenant's settings.");
}
