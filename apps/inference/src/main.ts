// Starts the inference service: this process answers HTTP and never computes; each model has a process of its own.
import { serve } from '@hono/node-server';
import { readConfig } from './config.ts';
import { createServices } from './create-services.ts';
import { createServer } from './server.ts';

const config = readConfig();
const log = (event: Record<string, unknown>) =>
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`);

const services = await createServices(config, log);
const server = serve({ fetch: createServer(services).fetch, hostname: config.host, port: config.port }, () =>
  log({ event: 'listening', host: config.host, port: config.port }),
);
server.on('error', (error) => {
  log({ event: 'listen-failed', message: error.message });
  process.exit(1);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
process.on('disconnect', stop);

function stop(): void {
  for (const model of [services.encoder, services.generator]) if ('engine' in model) model.engine.stop();
  server.close();
  process.exit(0);
}
