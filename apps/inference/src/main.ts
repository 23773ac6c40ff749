// Starts the inference service: this process answers HTTP and never computes; each model has a process of its own.

import { openPack } from '@guichet/models/open-pack';
import { serve } from '@hono/node-server';
import { readConfig } from './config.ts';
import type { EncoderEngineSettings } from './engine/encoder-engine.ts';
import { startEngineProcess } from './engine/engine-process.ts';
import type { GeneratorEngineSettings } from './engine/generator-engine.ts';
import { createMetrics } from './metrics.ts';
import { createAdmission } from './scheduler/admission.ts';
import { createEncoderQueue } from './scheduler/encoder-queue.ts';
import { createServer } from './server.ts';
import type { Services } from './services.ts';

const generationRetrySeconds = 2;
const config = readConfig();
const log = (event: Record<string, unknown>) =>
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`);
let lastId = 0;
const nextId = () => (lastId += 1);
const now = () => Date.now();

const services = await createServices();
const server = serve({ fetch: createServer(services).fetch, hostname: config.host, port: config.port }, () =>
  log({ event: 'listening', host: config.host, port: config.port }),
);
server.on('error', (error) => {
  log({ event: 'listen-failed', message: error.message });
  process.exit(1);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
process.on('disconnect', stop);

async function createServices(): Promise<Services> {
  const encoderPack = await openPack(config.encoderPack);
  const encoderSettings: EncoderEngineSettings = { packFolder: config.encoderPack, threads: config.engineThreads };
  const encoder = startEngineProcess({
    name: 'encoder',
    program: new URL('engine/encoder-engine.ts', import.meta.url),
    settings: encoderSettings,
    onLog: log,
  });
  const queue = createEncoderQueue({ engine: encoder, limit: config.queueLimit * 16, now, nextId });
  const { generator, missing } = await createGeneratorService();
  const metrics = createMetrics({
    encoder,
    generator: generator?.engine ?? null,
    encoderWaiting: queue.waiting,
    generationsInside: () => generator?.admission.waiting() ?? 0,
  });
  return {
    config,
    encoder: { engine: encoder, queue, manifest: encoderPack.manifest },
    generator,
    missing,
    metrics,
    log,
    now,
    nextId,
  };
}

async function createGeneratorService(): Promise<Pick<Services, 'generator' | 'missing'>> {
  const { generatorPack: packFolder, engineThreads: threads, generationSlots: slots } = config;
  if (packFolder === null) return { generator: null, missing: 'No language model is set up.' };
  try {
    const { manifest } = await openPack(packFolder);
    const settings: GeneratorEngineSettings = { packFolder, threads, slots };
    const engine = startEngineProcess({
      name: 'generator',
      program: new URL('engine/generator-engine.ts', import.meta.url),
      settings,
      onLog: log,
    });
    return {
      generator: { engine, admission: createAdmission(config.queueLimit, generationRetrySeconds), manifest },
      missing: null,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log({ event: 'generator-missing', reason });
    return { generator: null, missing: reason };
  }
}

function stop(): void {
  services.encoder.engine.stop();
  services.generator?.engine.stop();
  server.close();
  process.exit(0);
}
