import { modelList, openaiModel } from '@guichet/protocol/openai';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import { modelNames, requireModel } from '../../openai/models.ts';
import type { Services } from '../../services.ts';
import { json, refusals } from '../contract.ts';

// The models came with the first release.
const created = Date.UTC(2026, 10, 1) / 1_000;
const toModel = (id: string) => ({ id, object: 'model' as const, created, owned_by: 'guichet' });

/** `GET /v1/models` and `GET /v1/models/{id}`. */
export function registerListModels(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const shared = {
    method: 'get' as const,
    tags: ['OpenAI-compatible'],
    security: [{ secretKey: [] }],
  };
  const list = createRoute({
    ...shared,
    path: '/v1/models',
    operationId: 'listModels',
    summary: 'List the models',
    middleware: [authenticate(services)] as const,
    responses: { 200: json(modelList, 'The mixture, its experts, and the language model by itself'), ...refusals() },
  });
  const one = createRoute({
    ...shared,
    path: '/v1/models/{id}',
    operationId: 'retrieveModel',
    summary: 'Look up a model',
    middleware: [authenticate(services)] as const,
    request: { params: z.object({ id: z.string() }) },
    responses: { 200: json(openaiModel, 'The model'), ...refusals({ codes: ['not_found'] }) },
  });
  app.openapi(list, (c) => c.json({ object: 'list' as const, data: modelNames.map(toModel) }, 200));
  app.openapi(one, (c) => {
    const { id } = c.req.valid('param');
    requireModel(id);
    return c.json(toModel(id), 200);
  });
}
