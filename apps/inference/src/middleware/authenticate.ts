import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { CodedError } from '@guichet/protocol/coded-error';
import type { MiddlewareHandler } from 'hono';

export interface AuthenticateOptions {
  serviceToken: string;
  now(): number;
}

const toleranceSeconds = 300;

/** Lets only the gateway in: the service token as bearer, compared in constant time. */
export function authenticate({ serviceToken }: AuthenticateOptions): MiddlewareHandler {
  return async (c, next) => {
    const given = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    if (given === undefined || !same(given, serviceToken)) {
      throw new CodedError('unauthenticated', 'Send the service token as authorization: Bearer <token>.');
    }
    await next();
  };
}

/** Checks the gateway's signature over the tenant: `x-guichet-tenant: <tenant>.<unix seconds>.<hex hmac-sha256>`. */
export function requireTenant({ serviceToken, now }: AuthenticateOptions): MiddlewareHandler {
  return async (c, next) => {
    const parts = /^([\w-]{1,64})\.(\d{1,12})\.([0-9a-f]{64})$/.exec(c.req.header('x-guichet-tenant') ?? '');
    const [, tenant = '', seconds = '', signature = ''] = parts ?? [];
    const expected = createHmac('sha256', serviceToken).update(`${tenant}.${seconds}`).digest('hex');
    const fresh = Math.abs(now() / 1000 - Number(seconds)) <= toleranceSeconds;
    if (parts === null || !same(signature, expected) || !fresh) {
      throw new CodedError(
        'forbidden',
        'The header x-guichet-tenant is missing, expired, or not signed by the gateway.',
      );
    }
    await next();
  };
}

/** Digests first: the comparison takes the same time whatever the lengths. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
