import type { Context } from 'hono';
import type { GatewayEnv } from '../gateway-variables.ts';
import type { Services } from '../services.ts';
import { turnBudgetMs } from './limits.ts';
import type { TurnCall } from './turn-call.ts';

/** For whom a request's turn runs, and until when. */
export function callOfRequest(c: Context<GatewayEnv>, services: Services): Omit<TurnCall, 'conversationId'> {
  const begunAt = services.now();
  return {
    caller: c.get('caller'),
    settings: c.get('settings'),
    requestId: c.get('requestId'),
    traceparent: c.get('traceparent'),
    begunAt,
    deadline: begunAt + turnBudgetMs,
    event: c.get('event'),
  };
}
