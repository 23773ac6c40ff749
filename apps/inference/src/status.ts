import type { InferenceStatus } from '@guichet/protocol/inference-status';
import { expertNames } from '@guichet/protocol/taxonomy';
import type { EngineProcess } from './engine/engine-process.ts';
import type { Services } from './services.ts';

/** What the service knows of its engines. */
export function readStatus({ encoder, generator, missing }: Services): InferenceStatus {
  const experts = expertNames.map((name) => ({ name, loaded: false, adapterVersion: null }));
  if (generator === null) {
    return {
      encoder: describe(encoder.engine),
      generator: { state: 'missing', pid: null, model: null, restarts: 0, detail: missing, experts },
    };
  }
  return { encoder: describe(encoder.engine), generator: { ...describe(generator.engine), experts } };
}

/** Ready to serve: the encoder answers, and so does the generator unless there is none. */
export function isReady({ encoder, generator }: Services): boolean {
  return encoder.engine.state() === 'ready' && (generator === null || generator.engine.state() === 'ready');
}

function describe(engine: EngineProcess): InferenceStatus['encoder'] {
  return {
    state: engine.state(),
    pid: engine.pid(),
    model: engine.model(),
    restarts: engine.restarts(),
    detail: engine.detail(),
  };
}
