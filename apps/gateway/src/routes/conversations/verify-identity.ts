import { identityRequest, identityVerified } from '@guichet/protocol/conversation';
import { proveIdentity } from '@guichet/services/identity/prove-identity';
import { requirePermission } from '@guichet/services/security/require-permission';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/read-body.ts';
import type { Services } from '../../services.ts';
import { json, refusals } from '../contract.ts';
import { checkIdentity } from './check-identity.ts';

/** Makes the customer of an open conversation a known one, or renews that. */
export function registerVerifyIdentity(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/conversations/{id}/identity',
    tags: ['Conversations'],
    operationId: 'verifyIdentity',
    summary: 'Say who the customer is, by a signed token',
    security: [{ secretKey: [] }, { sessionToken: [] }],
    middleware: [authenticate(services), readBody()] as const,
    request: {
      params: z.object({ id: z.string() }),
      body: { content: { 'application/json': { schema: identityRequest } } },
    },
    responses: {
      200: json(identityVerified, 'How far the customer has proven who they are'),
      ...refusals({ body: true, codes: ['identity_invalid', 'identity_conflict', 'not_found'] }),
    },
  });
  app.openapi(route, async (c) => {
    const [caller, settings] = [c.get('caller'), c.get('settings')];
    requirePermission(caller, 'identity.prove');
    const { token } = c.req.valid('json');
    const { proven, verifiedMs } = await checkIdentity(services, { tenantId: caller.tenantId, settings, token });
    const input = { conversationId: c.req.valid('param').id, identity: proven, verifiedMs };
    return c.json({ assurance: await proveIdentity(services.context, caller, input) }, 200);
  });
}
