import { z } from 'zod';

const engine = z.object({
  /** `missing`: the model pack is not installed; `starting` and `restarting` come back by themselves. */
  state: z.enum(['starting', 'ready', 'restarting', 'missing', 'failed']),
  pid: z.number().int().nullable(),
  model: z.object({ name: z.string(), version: z.string() }).nullable(),
  restarts: z.number().int(),
  /** One sentence for people where the engine is not ready. */
  detail: z.string().nullable(),
});

/** Answer of the inference service's `GET /v1/status` (service token needed). */
export const inferenceStatus = z.object({
  encoder: engine,
  generator: engine.extend({
    experts: z.array(z.object({ name: z.string(), loaded: z.boolean(), adapterVersion: z.string().nullable() })),
  }),
});

export type InferenceStatus = z.infer<typeof inferenceStatus>;
