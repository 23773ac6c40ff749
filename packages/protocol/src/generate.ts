import { z } from 'zod';
import { errorBody } from './errors.ts';
import { language } from './language.ts';

/** A piece of an approved article given to the generator as its only evidence. */
export const passage = z.object({ articleId: z.string(), title: z.string(), text: z.string() });

/**
 * Body of the inference service's `POST /v1/generate`. System and passages form the prefix, computed by the base model alone;
 * the experts act from the question on. The answer is a stream of `generationPart`.
 */
export const generateRequest = z.strictObject({
  system: z.string().max(4_000),
  passages: z.array(passage).max(8),
  /** Earlier turns of a conversation, oldest first. */
  turns: z
    .array(z.strictObject({ role: z.enum(['user', 'assistant']), text: z.string().max(8_000) }))
    .max(32)
    .default([]),
  question: z.string().min(1).max(8_000),
  language,
  experts: z.array(z.strictObject({ name: z.string(), gate: z.number().min(0).max(1) })).max(3),
  maxTokens: z.number().int().min(1).max(4_096).default(256),
  temperature: z.number().min(0).max(2).default(0),
  topP: z.number().gt(0).max(1).default(1),
  topK: z.number().int().min(1).max(64).default(64),
  repetitionPenalty: z.number().min(1).max(2).default(1),
  seed: z.number().int().min(0).max(0xffff_ffff).default(0),
  stop: z.array(z.string().min(1).max(64)).max(4).default([]),
});

/** Parts of the generation stream (server-sent events). It ends with `generation-end` or `error`. */
export const generationPart = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('generation-start'),
    model: z.object({ name: z.string(), version: z.string() }),
    experts: z.array(
      z.object({ name: z.string(), gate: z.number(), loaded: z.boolean(), adapterVersion: z.string().nullable() }),
    ),
  }),
  z.object({ type: z.literal('text-delta'), delta: z.string() }),
  z.object({
    type: z.literal('generation-end'),
    finishReason: z.enum(['stop', 'length', 'cancelled']),
    usage: z.object({
      promptTokens: z.number().int(),
      cachedTokens: z.number().int(),
      completionTokens: z.number().int(),
    }),
  }),
  z.object({ type: z.literal('error'), error: errorBody.shape.error }),
]);

export type Passage = z.infer<typeof passage>;
export type GenerateRequest = z.input<typeof generateRequest>;
export type GenerationSettings = z.output<typeof generateRequest>;
export type GenerationPart = z.infer<typeof generationPart>;
