import { normalizeMessage } from '@guichet/guardrails/normalize-message';
import { redact } from '@guichet/guardrails/redact';
import { explainedRoute } from '@guichet/protocol/route';
import { understandRequest } from '@guichet/protocol/understand';
import { requirePermission } from '@guichet/services/security/require-permission';
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/read-body.ts';
import { routeMessage } from '../../routing/route-message.ts';
import type { Services } from '../../services.ts';
import { encoderBudgetMs } from '../../turn/limits.ts';
import { json, refusals } from '../contract.ts';

/** Says what the router makes of a text, and why. Stores nothing. */
export function registerUnderstand(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/understand',
    tags: ['Conversations'],
    operationId: 'understand',
    summary: 'Route a text and explain the route',
    security: [{ secretKey: [] }, { publishableKey: [] }],
    middleware: [authenticate(services), readBody()] as const,
    request: { body: { content: { 'application/json': { schema: understandRequest } }, required: true } },
    responses: { 200: json(explainedRoute, 'The route'), ...refusals({ body: true, codes: ['text_too_long'] }) },
  });
  app.openapi(route, async (c) => {
    requirePermission(c.get('caller'), 'understand');
    const { text } = redact(normalizeMessage(c.req.valid('json').text));
    const call = {
      tenantId: c.get('caller').tenantId,
      requestId: c.get('requestId'),
      traceparent: c.get('traceparent'),
      budgetMs: encoderBudgetMs,
    };
    return c.json((await routeMessage(services, call, text)).route, 200);
  });
}
