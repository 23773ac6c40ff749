import { readFlows } from '@guichet/dialogue/flow/read-flows';
import { errorBody } from '@guichet/protocol/errors';
import { flowFault, flowImportReport, flowImportRequest } from '@guichet/protocol/flow';
import { storeFlows } from '@guichet/services/flow/store-flows';
import { loadKnowledge } from '@guichet/services/release/load-knowledge';
import { requirePermission } from '@guichet/services/security/require-permission';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/read-body.ts';
import type { Services } from '../../services.ts';
import { json, refusals } from '../contract.ts';

const maxBytes = 1_000_000;
const invalidFlows = errorBody.extend({ faults: z.array(flowFault) });

/** Replaces the tenant's flows by a set of flow files, all or nothing. */
export function registerImportFlows(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/flows/import',
    tags: ['Flows'],
    operationId: 'importFlows',
    summary: "Replace the tenant's flows",
    security: [{ secretKey: [] }],
    middleware: [authenticate(services), mayImport, readBody({ maxBytes })] as const,
    request: { body: { content: { 'application/json': { schema: flowImportRequest } }, required: true } },
    responses: {
      ...refusals({ body: true }),
      200: json(flowImportReport, 'The flows that are at work now'),
      422: json(invalidFlows, 'flow_invalid: nothing was changed; each fault with its file and line'),
    },
  });
  app.openapi(route, async (c) => {
    const { context } = services;
    const caller = c.get('caller');
    const { files } = c.req.valid('json');
    const { articles } = await loadKnowledge(context, caller.tenantId);
    const read = readFlows(files, { articleIds: new Set(articles.map(({ id }) => id)) });
    if (!read.valid) {
      const [first] = read.faults;
      const message = `Nothing was imported. ${first?.path}, line ${first?.line}: ${first?.message}`;
      const error = { code: 'flow_invalid' as const, message, requestId: c.get('requestId') };
      return c.json({ error, faults: read.faults }, 422);
    }
    const { release, changed } = await storeFlows(context, caller, { files, compiled: read.set });
    const flows = Object.values(read.set.flows).map(({ flow: id, version, intents }) => ({ id, version, intents }));
    return c.json({ release, changed, flows, actions: Object.keys(read.set.actions) }, 200);
  });
}

const mayImport: MiddlewareHandler<GatewayEnv> = async (c, next) => {
  requirePermission(c.get('caller'), 'flow.import');
  await next();
};
