import { initialState } from '@guichet/dialogue/dialogue-state';
import { conversationCreated, conversationRequest } from '@guichet/protocol/conversation';
import { createConversation } from '@guichet/services/conversation/create-conversation';
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/read-body.ts';
import type { Services } from '../../services.ts';
import { json, refusals } from '../contract.ts';

/** Opens a conversation and gives out its session token, once. */
export function registerCreateConversation(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/conversations',
    tags: ['Conversations'],
    operationId: 'createConversation',
    summary: 'Open a conversation',
    security: [{ secretKey: [] }, { publishableKey: [] }],
    middleware: [authenticate(services), readBody({ optional: true })] as const,
    request: { body: { content: { 'application/json': { schema: conversationRequest } }, required: false } },
    responses: { 201: json(conversationCreated, 'The conversation'), ...refusals({ body: true }) },
  });
  app.openapi(route, async (c) => {
    const request = { ...c.req.valid('json'), state: initialState };
    return c.json(await createConversation(services.context, c.get('caller'), request), 201);
  });
}
