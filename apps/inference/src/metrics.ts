import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EncoderService, GeneratorService, MissingModel } from './services.ts';

export interface Metrics {
  registry: Registry;
  requests: Counter<'route' | 'status'>;
  generatedTokens: Counter<string>;
  firstTokenSeconds: Histogram<string>;
}

export interface MetricsSources {
  encoder: EncoderService | MissingModel;
  generator: GeneratorService | MissingModel;
}

/** What `GET /metrics` shows, in Prometheus' text format. Never labelled by tenant or by anything a customer wrote. */
export function createMetrics({ encoder, generator }: MetricsSources): Metrics {
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
  gauge('guichet_encoder_queue_texts', 'Texts waiting for the encoder', () =>
    'queue' in encoder ? encoder.queue.waiting() : 0,
  );
  gauge('guichet_generations_inside', 'Generations waiting or running', () =>
    'admission' in generator ? generator.admission.waiting() : 0,
  );
  for (const [name, model] of Object.entries({ encoder, generator })) {
    const engine = 'engine' in model ? model.engine : undefined;
    gauge(`guichet_${name}_up`, `1 while the ${name} answers`, () => Number(engine?.state() === 'ready'));
    gauge(`guichet_${name}_restarts`, `Restarts of the ${name} since start`, () => engine?.restarts() ?? 0);
  }
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
