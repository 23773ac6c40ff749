import { initialState } from '@guichet/dialogue/dialogue-state';
import { conversationCreated, conversationRequest } from '@guichet/protocol/conversation';
import { createConversation } from '@guichet/services/conversation/create-conversation';
import { requirePermission } from '@guichet/services/security/require-permission';
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/read-body.ts';
import type { Services } from '../../services.ts';
import { json, refusals } from '../contract.ts';
import { checkIdentity } from './check-identity.ts';

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
    responses: {
      201: json(conversationCreated, 'The conversation'),
      ...refusals({ body: true, codes: ['identity_invalid'] }),
    },
  });
  app.openapi(route, async (c) => {
    const [caller, settings] = [c.get('caller'), c.get('settings')];
    requirePermission(caller, 'conversation.create');
    const { identityToken: token, language } = c.req.valid('json');
    const checking = { tenantId: caller.tenantId, settings };
    const identity = token === undefined ? undefined : await checkIdentity(services, { ...checking, token });
    const request = { state: initialState, identity, ...(language === undefined ? {} : { language }) };
    return c.json(await createConversation(services.context, caller, request), 201);
  });
}
