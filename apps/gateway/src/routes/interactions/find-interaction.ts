import { interactionStatus } from '@guichet/protocol/interaction';
import { findInteraction } from '@guichet/services/interaction/find-interaction';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import type { Services } from '../../services.ts';
import { json, refusals } from '../contract.ts';

/** An interaction and whether it can still be answered. */
export function registerFindInteraction(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/conversations/{id}/interactions/{interactionId}',
    tags: ['Conversations'],
    operationId: 'findInteraction',
    summary: 'Read what the customer was asked to do',
    security: [{ secretKey: [] }, { sessionToken: [] }],
    middleware: [authenticate(services)] as const,
    request: { params: z.object({ id: z.string(), interactionId: z.string() }) },
    responses: {
      200: json(interactionStatus, 'The interaction and its state'),
      ...refusals({ codes: ['not_found'] }),
    },
  });
  app.openapi(route, async (c) => {
    const { id, interactionId } = c.req.valid('param');
    return c.json(await findInteraction(services.context, c.get('caller'), { conversationId: id, interactionId }), 200);
  });
}
