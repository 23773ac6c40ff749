import type { WideEvent } from '@guichet/telemetry/event-log';
import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { GatewayEnv } from '../gateway-variables.ts';

export interface LogRequestOptions {
  log(event: WideEvent): void;
  now(): number;
}

const health = new Set(['/livez', '/readyz']);

/**
 * Writes the request's one event: when the answer is complete, streams included. Never holds text or personal data. Health
 * checks that go well are not worth a line every second.
 */
export function logRequest({ log, now }: LogRequestOptions): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const begun = now();
    const event: WideEvent = { event: 'request', requestId: c.get('requestId'), method: c.req.method };
    c.set('event', event);
    await next();
    if (health.has(c.req.path) && c.res.ok) return;
    Object.assign(event, { route: routePath(c, -1), status: c.res.status });
    const write = () => log({ ...event, durationMs: now() - begun });
    const finished = c.get('finished');
    if (finished === undefined) write();
    else keepAlive(c, finished.then(write, write));
  };
}

/** Lets work outlive the answer where the runtime allows it; `app.request()` in tests has no execution context. */
export function keepAlive(c: Context, work: Promise<unknown>): void {
  try {
    c.executionCtx.waitUntil(work);
  } catch {
    work.catch(() => {});
  }
}
