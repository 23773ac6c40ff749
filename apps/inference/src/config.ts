import { z } from 'zod';

const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const environment = z.object({
  GUICHET_HOST: z.string().default('127.0.0.1'),
  GUICHET_PORT: wholeNumber(1, 65_535).default(8788),
  GUICHET_SERVICE_TOKEN: z.string().min(16, 'must be at least 16 characters'),
  GUICHET_ENCODER_PACK: z.string().min(1),
  GUICHET_GENERATOR_PACK: z.string().min(1).optional(),
  GUICHET_ENGINE_THREADS: wholeNumber(1, 256).default(1),
  GUICHET_QUEUE_LIMIT: wholeNumber(1, 10_000).default(64),
  GUICHET_GENERATION_SLOTS: wholeNumber(1, 64).default(4),
});

/** The service's settings, from the environment. */
export interface InferenceConfig {
  host: string;
  port: number;
  serviceToken: string;
  encoderPack: string;
  /** Folder of the generator's pack; the service runs without one and says so. */
  generatorPack: string | null;
  engineThreads: number;
  /** Most requests of one kind that may wait. */
  queueLimit: number;
  /** Generations that run side by side. */
  generationSlots: number;
}

/** Parses the environment once, at start. Throws a sentence naming each wrong setting. */
export function readConfig(source: NodeJS.ProcessEnv = process.env): InferenceConfig {
  const parsed = environment.safeParse(source);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The inference service's settings are wrong: ${faults.join('; ')}`);
  }
  const values = parsed.data;
  return {
    host: values.GUICHET_HOST,
    port: values.GUICHET_PORT,
    serviceToken: values.GUICHET_SERVICE_TOKEN,
    encoderPack: values.GUICHET_ENCODER_PACK,
    generatorPack: values.GUICHET_GENERATOR_PACK ?? null,
    engineThreads: values.GUICHET_ENGINE_THREADS,
    queueLimit: values.GUICHET_QUEUE_LIMIT,
    generationSlots: values.GUICHET_GENERATION_SLOTS,
  };
}
