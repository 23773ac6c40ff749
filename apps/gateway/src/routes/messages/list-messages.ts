import { conversationMessages } from '@guichet/protocol/conversation';
import { listMessages } from '@guichet/services/conversation/list-messages';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import type { Services } from '../../services.ts';
import { json, refusals } from '../contract.ts';

const query = z.strictObject({
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** A conversation's history, oldest first. */
export function registerListMessages(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/conversations/{id}/messages',
    tags: ['Conversations'],
    operationId: 'listMessages',
    summary: 'Read the history of a conversation',
    security: [{ secretKey: [] }, { sessionToken: [] }],
    middleware: [authenticate(services)] as const,
    request: { params: z.object({ id: z.string() }), query },
    responses: {
      200: json(conversationMessages, 'Messages, oldest first'),
      ...refusals({ codes: ['invalid_request', 'unknown_field', 'not_found'] }),
    },
  });
  app.openapi(route, async (c) => {
    const { after, limit } = c.req.valid('query');
    const input = { conversationId: c.req.valid('param').id, after, limit };
    return c.json(await listMessages(services.context, c.get('caller'), input), 200);
  });
}
