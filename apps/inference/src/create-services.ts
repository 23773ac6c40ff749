import { openPack } from '@guichet/models/open-pack';
import type { InferenceConfig } from './config.ts';
import type { EncoderEngineSettings } from './engine/encoder-engine.ts';
import { startEngineProcess } from './engine/engine-process.ts';
import type { GeneratorEngineSettings } from './engine/generator-engine.ts';
import { createMetrics } from './metrics.ts';
import { createAdmission } from './scheduler/admission.ts';
import { createEncoderQueue } from './scheduler/encoder-queue.ts';
import type { EncoderService, GeneratorService, ManifestWith, MissingModel, Services } from './services.ts';

const generationRetrySeconds = 2;
/** Texts are quicker than generations: so many more of them may wait. */
const textsPerGeneration = 16;

type Base = Pick<Services, 'config' | 'log' | 'now' | 'nextId'>;

/** Starts an engine process for every model that has a usable pack. */
export async function createServices(config: InferenceConfig, log: Services['log']): Promise<Services> {
  let lastId = 0;
  const base: Base = { config, log, now: () => Date.now(), nextId: () => (lastId += 1) };
  const encoder = await startEncoder(base);
  const generator = await startGenerator(base);
  return { ...base, encoder, generator, metrics: createMetrics({ encoder, generator }) };
}

async function startEncoder({ config, log, now, nextId }: Base): Promise<EncoderService | MissingModel> {
  const manifest = await readManifest(config.encoderPack, 'encoder', log);
  if ('missing' in manifest) return manifest;
  const settings: EncoderEngineSettings = { packFolder: config.encoderPack, threads: config.engineThreads };
  const program = new URL('engine/encoder-engine.ts', import.meta.url);
  const engine = startEngineProcess({ name: 'encoder', program, settings, onLog: log });
  const limit = config.queueLimit * textsPerGeneration;
  return { engine, queue: createEncoderQueue({ engine, limit, now, nextId }), manifest };
}

async function startGenerator({ config, log }: Base): Promise<GeneratorService | MissingModel> {
  const { generatorPack: packFolder, engineThreads: threads, generationSlots: slots } = config;
  if (packFolder === null) return { missing: 'No language model is set up.' };
  const manifest = await readManifest(packFolder, 'generator', log);
  if ('missing' in manifest) return manifest;
  const settings: GeneratorEngineSettings = { packFolder, threads, slots };
  const program = new URL('engine/generator-engine.ts', import.meta.url);
  const engine = startEngineProcess({ name: 'generator', program, settings, onLog: log });
  return { engine, admission: createAdmission(config.queueLimit, generationRetrySeconds), manifest };
}

async function readManifest<Kind extends 'encoder' | 'generator'>(
  folder: string,
  kind: Kind,
  log: Services['log'],
): Promise<ManifestWith<Kind> | MissingModel> {
  try {
    const { manifest } = await openPack(folder);
    if (manifest[kind] === undefined) return { missing: `The pack ${manifest.name} holds no ${kind}.` };
    return manifest as ManifestWith<Kind>;
  } catch (error) {
    const missing = error instanceof Error ? error.message : String(error);
    log({ event: 'model-missing', kind, reason: missing });
    return { missing };
  }
}
