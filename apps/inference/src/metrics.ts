import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EngineProcess } from './engine/engine-process.ts';

export interface Metrics {
  registry: Registry;
  requests: Counter<'route' | 'status'>;
  generatedTokens: Counter<string>;
  firstTokenSeconds: Histogram<string>;
}

export interface MetricsSources {
  encoder: EngineProcess;
  generator: EngineProcess | null;
  encoderWaiting(): number;
  generationsInside(): number;
}

/** What `GET /metrics` shows, in Prometheus' text format. Never labelled by tenant or by anything a customer wrote. */
export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('guichet_encoder_queue_texts', 'Texts waiting for the encoder', sources.encoderWaiting);
  gauge('guichet_generations_inside', 'Generations waiting or running', sources.generationsInside);
  gauge('guichet_encoder_up', '1 while the encoder answers', () => Number(sources.encoder.state() === 'ready'));
  gauge('guichet_generator_up', '1 while the generator answers', () => Number(sources.generator?.state() === 'ready'));
  gauge('guichet_encoder_restarts', 'Restarts of the encoder since start', () => sources.encoder.restarts());
  gauge(
    'guichet_generator_restarts',
    'Restarts of the generator since start',
    () => sources.generator?.restarts() ?? 0,
  );
  return {
    registry,
    requests: new Counter({
      name: 'guichet_requests_total',
      help: 'Requests by route and status',
      labelNames: ['route', 'status'],
      registers,
    }),
    generatedTokens: new Counter({ name: 'guichet_generated_tokens_total', help: 'Tokens generated', registers }),
    firstTokenSeconds: new Histogram({
      name: 'guichet_first_token_seconds',
      help: 'Time from request to first text',
      buckets: [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2],
      registers,
    }),
  };
}
