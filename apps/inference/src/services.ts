import type { PackManifest } from '@guichet/models/manifest';
import { CodedError } from '@guichet/protocol/coded-error';
import type { InferenceConfig } from './config.ts';
import type { EngineProcess } from './engine/engine-process.ts';
import type { Metrics } from './metrics.ts';
import type { Admission } from './scheduler/admission.ts';
import type { EncoderQueue } from './scheduler/encoder-queue.ts';

/** A pack's manifest that has the block of a kind of model. */
export type ManifestWith<Kind extends 'encoder' | 'generator'> = PackManifest &
  Record<Kind, NonNullable<PackManifest[Kind]>>;

export interface EncoderService {
  engine: EngineProcess;
  queue: EncoderQueue;
  manifest: ManifestWith<'encoder'>;
}

export interface GeneratorService {
  engine: EngineProcess;
  admission: Admission;
  manifest: ManifestWith<'generator'>;
}

/** A model without a usable pack, and why. The service runs without it and says so. */
export interface MissingModel {
  missing: string;
}

/** Everything a request of the inference service needs, built once in main.ts. */
export interface Services {
  config: InferenceConfig;
  encoder: EncoderService | MissingModel;
  generator: GeneratorService | MissingModel;
  metrics: Metrics;
  log(event: Record<string, unknown>): void;
  now(): number;
  nextId(): number;
}

/** The service of a model. Throws `model_missing` where there is none. */
export function requireModel<Service extends object>(service: Service | MissingModel): Service {
  if ('missing' in service) throw new CodedError('model_missing', service.missing);
  return service;
}
