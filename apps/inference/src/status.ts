import type { InferenceStatus } from '@guichet/protocol/inference-status';
import { expertNames } from '@guichet/protocol/taxonomy';
import type { EngineProcess } from './engine/engine-process.ts';
import type { MissingModel, Services } from './services.ts';

/** What the service knows of its engines. */
export function readStatus({ encoder, generator }: Services): InferenceStatus {
  const experts = expertNames.map((name) => ({ name, loaded: false, adapterVersion: null }));
  return { encoder: describe(encoder), generator: { ...describe(generator), experts } };
}

/** Ready to serve: the encoder answers, and so does the generator unless there is none. */
export function isReady({ encoder, generator }: Services): boolean {
  const answers = 'engine' in encoder && encoder.engine.state() === 'ready';
  return answers && ('missing' in generator || generator.engine.state() === 'ready');
}

function describe(model: { engine: EngineProcess } | MissingModel): InferenceStatus['encoder'] {
  if ('missing' in model) return { state: 'missing', pid: null, model: null, restarts: 0, detail: model.missing };
  const { engine } = model;
  return {
    state: engine.state(),
    pid: engine.pid(),
    model: engine.model(),
    restarts: engine.restarts(),
    detail: engine.detail(),
  };
}
