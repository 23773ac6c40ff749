import type { PackManifest } from '@guichet/models/manifest';
import type { InferenceConfig } from './config.ts';
import type { EngineProcess } from './engine/engine-process.ts';
import type { Metrics } from './metrics.ts';
import type { Admission } from './scheduler/admission.ts';
import type { EncoderQueue } from './scheduler/encoder-queue.ts';

/** Everything a request of the inference service needs, built once in main.ts. */
export interface Services {
  config: InferenceConfig;
  encoder: { engine: EngineProcess; queue: EncoderQueue; manifest: PackManifest };
  /** `null` where no pack is installed; `missing` says why. */
  generator: { engine: EngineProcess; admission: Admission; manifest: PackManifest } | null;
  missing: string | null;
  metrics: Metrics;
  log(event: Record<string, unknown>): void;
  now(): number;
  nextId(): number;
}
