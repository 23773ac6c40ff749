import { randomUUID } from 'node:crypto';
import { CodedError } from '@guichet/protocol/coded-error';
import { Hono } from 'hono';
import { generateRoutes } from './generate/routes.ts';
import { answerError } from './middleware/answer-error.ts';
import { authenticate, requireTenant } from './middleware/authenticate.ts';
import type { Services } from './services.ts';
import { isReady, readStatus } from './status.ts';
import { understandRoutes } from './understand/routes.ts';

const validRequestId = /^[\w-]{8,64}$/;

/** The HTTP face of the inference service. Only health is open; all else needs the service token. */
export function createServer(services: Services): Hono<{ Variables: { requestId: string } }> {
  const { config, metrics, now, log } = services;
  const gate = { serviceToken: config.serviceToken, now };
  const app = new Hono<{ Variables: { requestId: string } }>();
  app.use(async (c, next) => {
    const given = c.req.header('x-request-id') ?? '';
    c.set('requestId', validRequestId.test(given) ? given : randomUUID());
    c.header('x-request-id', c.get('requestId'));
    await next();
    metrics.requests.inc({ route: knownRoute(c.req.path), status: String(c.res.status) });
  });
  app.onError((error, c) => answerError(error, c, log));
  app.notFound((c) => answerError(new CodedError('not_found', 'There is nothing at this address.'), c, log));

  app.get('/livez', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', (c) => {
    const { encoder, generator } = readStatus(services);
    const ready = isReady(services);
    return c.json(
      { status: ready ? 'ok' : 'unavailable', encoder: encoder.state, generator: generator.state },
      ready ? 200 : 503,
    );
  });
  app.use('/metrics', authenticate(gate));
  app.get('/metrics', async (c) =>
    c.text(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType }),
  );
  app.use('/v1/*', authenticate(gate));
  app.get('/v1/status', (c) => c.json(readStatus(services)));
  for (const path of ['/v1/understand', '/v1/embed', '/v1/generate']) app.use(path, requireTenant(gate));
  app.route('/', understandRoutes(services));
  app.route('/', generateRoutes(services));
  for (const path of ['/v1/understand', '/v1/embed', '/v1/generate', '/v1/status']) {
    app.all(path, () => {
      throw new CodedError('method_not_allowed', 'This address takes another method.');
    });
  }
  return app;
}

/** Addresses nobody serves share one label, or strangers could fill the metrics. */
function knownRoute(path: string): string {
  return /^\/(?:livez|readyz|metrics|v1\/(?:understand|embed|generate|status))$/.test(path) ? path : 'other';
}
