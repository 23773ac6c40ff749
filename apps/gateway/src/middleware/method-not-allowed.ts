import { CodedError } from '@guichet/protocol/coded-error';
import type { Hono } from 'hono';
import type { GatewayEnv } from '../gateway-variables.ts';
import { answerError } from './answer-error.ts';

/** Answers every other method of the paths registered so far with `method_not_allowed` and the methods they take. */
export function refuseOtherMethods(app: Hono<GatewayEnv>): void {
  const handlers = app.routes.filter((route) => route.method !== 'ALL');
  const byPath = Map.groupBy(handlers, (route) => route.path);
  for (const [path, routes] of byPath) {
    const methods = [...new Set(routes.map((route) => route.method))];
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
    app.all(path, (c) => {
      const refusal = new CodedError('method_not_allowed', `This address takes ${methods.join(' and ')}.`);
      const response = answerError(refusal, c);
      response.headers.set('allow', allow);
      return response;
    });
  }
}
