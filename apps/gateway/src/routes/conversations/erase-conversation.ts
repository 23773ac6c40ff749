import { erasureReceipt } from '@guichet/protocol/erasure';
import { eraseConversation } from '@guichet/services/vault/erase-conversation';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import type { Services } from '../../services.ts';
import { json, refusals } from '../contract.ts';

/** Erases a conversation with all that its customer said, and says what was destroyed. */
export function registerEraseConversation(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const route = createRoute({
    method: 'delete',
    path: '/v1/conversations/{id}',
    tags: ['Conversations'],
    operationId: 'eraseConversation',
    summary: 'Erase a conversation, its keys first',
    security: [{ secretKey: [] }],
    middleware: [authenticate(services)] as const,
    request: { params: z.object({ id: z.string() }) },
    responses: { 200: json(erasureReceipt, 'The receipt'), ...refusals({ codes: ['not_found'] }) },
  });
  app.openapi(route, async (c) =>
    c.json(await eraseConversation(services.context, c.get('caller'), c.req.valid('param').id), 200),
  );
}
