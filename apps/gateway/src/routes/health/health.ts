import { checkDatabase } from '@guichet/services/database/check-database';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { GatewayEnv } from '../../gateway-variables.ts';
import type { Services } from '../../services.ts';
import { json } from '../contract.ts';

const alive = z.object({ status: z.literal('ok') });
const ready = z.object({
  status: z.enum(['ok', 'unavailable']),
  database: z.enum(['ok', 'unavailable']),
  /** Where it is away, the gateway answers with the approved text: that alone does not make it unready. */
  inference: z.enum(['ok', 'unavailable']),
});
const inferenceBudgetMs = 1_000;

/** `GET /livez` and `GET /readyz`; open to everyone, and telling nothing but states. */
export function registerHealth(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const livez = createRoute({
    method: 'get',
    path: '/livez',
    tags: ['Health'],
    operationId: 'livez',
    summary: 'Whether the gateway runs',
    responses: { 200: json(alive, 'It does') },
  });
  const readyz = createRoute({
    method: 'get',
    path: '/readyz',
    tags: ['Health'],
    operationId: 'readyz',
    summary: 'Whether the gateway can answer',
    responses: { 200: json(ready, 'It can'), 503: json(ready, 'It cannot') },
  });
  app.openapi(livez, (c) => c.json({ status: 'ok' as const }, 200));
  app.openapi(readyz, async (c) => {
    const [database, inference] = await Promise.all([
      state(checkDatabase(services.context)),
      state(services.inference.status(inferenceBudgetMs)),
    ]);
    return c.json({ status: database, database, inference }, database === 'ok' ? 200 : 503);
  });
}

async function state(check: Promise<unknown>): Promise<'ok' | 'unavailable'> {
  return check.then(
    () => 'ok',
    () => 'unavailable',
  );
}
