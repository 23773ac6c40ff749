import { CodedError } from '@guichet/protocol/coded-error';
import { readSessionToken } from '@guichet/services/conversation/session-token';
import type { Caller } from '@guichet/services/security/caller';
import type { Context, MiddlewareHandler } from 'hono';
import type { GatewayEnv } from '../gateway-variables.ts';
import type { Services } from '../services.ts';
import { requireOrigin } from './cross-origin.ts';

const longestCredential = 200;

/** Finds who calls, by `authorization: Bearer <secret key, publishable key or session token>`. */
export function authenticate(services: Services): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const caller = await findCaller(services, c.req.header('authorization'));
    const settings = caller === undefined ? undefined : await services.tenants.get(caller.tenantId);
    if (caller === undefined || settings === undefined)
      throw new CodedError('unauthenticated', 'This key is not known.');
    if (caller.kind !== 'secret') requireOrigin({ ...originOf(c), ...services.originRules, allowed: settings.origins });
    c.set('caller', caller);
    c.set('settings', settings);
    Object.assign(c.get('event'), { tenantId: caller.tenantId, caller: caller.kind });
    await next();
  };
}

async function findCaller(services: Services, header: string | undefined): Promise<Caller | undefined> {
  const credential = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  if (credential === undefined || credential.length > longestCredential) {
    throw new CodedError('unauthenticated', 'Send a key or a session token as authorization: Bearer <key>.');
  }
  const session = await readSessionToken(credential);
  return session === undefined ? services.callers.get(credential) : { kind: 'session', ...session };
}

function originOf(c: Context) {
  return { origin: c.req.header('origin'), ownOrigin: new URL(c.req.url).origin };
}
