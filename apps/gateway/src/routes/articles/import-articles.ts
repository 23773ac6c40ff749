import { importReport, importRequest } from '@guichet/protocol/article';
import { errorBody } from '@guichet/protocol/errors';
import { importArticles } from '@guichet/services/article/import-articles';
import { requirePermission } from '@guichet/services/security/require-permission';
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/read-body.ts';
import type { Services } from '../../services.ts';
import { json, refusals } from '../contract.ts';

const maxBytes = 2_000_000;
const invalidKnowledge = errorBody.extend({ files: importReport.shape.files });

/** Replaces the tenant's knowledge by a set of article files, all or nothing. The schedule gives the passages their vectors; until then search goes by words. */
export function registerImportArticles(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/articles/import',
    tags: ['Knowledge'],
    operationId: 'importArticles',
    summary: "Replace the tenant's approved articles",
    security: [{ secretKey: [] }],
    // Two megabytes are read for nobody who may not import.
    middleware: [authenticate(services), mayImport, readBody({ maxBytes })] as const,
    request: { body: { content: { 'application/json': { schema: importRequest } }, required: true } },
    responses: {
      ...refusals({ body: true }),
      200: json(importReport, 'What became of each file'),
      422: json(invalidKnowledge, 'content_invalid: nothing was changed; each file with its fault'),
    },
  });
  app.openapi(route, async (c) => {
    const outcome = await importArticles(services.context, c.get('caller'), c.req.valid('json').files);
    if (!outcome.valid) {
      const wrong = outcome.files.filter((file) => file.status === 'invalid');
      const message = `${wrong.length} of ${outcome.files.length} files are wrong; nothing was imported. First: ${wrong[0]?.path}: ${wrong[0]?.message}`;
      const error = { code: 'content_invalid' as const, message, requestId: c.get('requestId') };
      return c.json({ error, files: outcome.files }, 422);
    }
    return c.json(outcome.report, 200);
  });
}

const mayImport: MiddlewareHandler<GatewayEnv> = async (c, next) => {
  requirePermission(c.get('caller'), 'article.import');
  await next();
};
