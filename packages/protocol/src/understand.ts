import { z } from 'zod';
import { language } from './language.ts';
import { maxMessageLength } from './message.ts';
import { routeIntent } from './route.ts';

/** Body of the gateway's `POST /v1/understand`. */
export const understandRequest = z.strictObject({ text: z.string() });

/** Body of the inference service's `POST /v1/understand`. */
export const encoderRequest = z.strictObject({
  texts: z
    .array(
      z
        .string()
        .min(1)
        .max(maxMessageLength * 2),
    )
    .min(1)
    .max(32),
});

// Checked in one go: hundreds of numbers one by one cost the gateway more than the rest of an answer.
const vector = z.custom<number[]>((value) => Array.isArray(value) && value.every(Number.isFinite), 'a list of numbers');

/** What all heads of the encoder say of one text, in one pass. */
export const understanding = z.object({
  language: z.object({ en: z.number(), zh: z.number(), other: z.number() }),
  /** The five likeliest, best first, calibrated. */
  intents: z.array(routeIntent),
  /** Chance that the text is out of scope. */
  rejectScore: z.number(),
  urgency: z.number(),
  complaint: z.number(),
  /** Unit-length retrieval vector, for queries. */
  embedding: vector,
  /** True where the text was longer than the encoder's window and its end was not read. */
  truncated: z.boolean(),
});

/** The encoder's decision thresholds, solved on held-out data; see the pack's manifest. */
export const encoderThresholds = z.object({
  /** Reject at or above this score. */
  reject: z.number(),
  /** Answer without asking back at or above this confidence, per language. */
  accept: z.record(language, z.number()),
});

export const encoderResponse = z.object({
  model: z.object({ name: z.string(), version: z.string() }),
  thresholds: encoderThresholds,
  results: z.array(understanding),
});

/** Body of the inference service's `POST /v1/embed`. Questions and passages are embedded apart. */
export const embedRequest = z.strictObject({
  texts: z.array(z.string().min(1).max(20_000)).min(1).max(64),
  kind: z.enum(['query', 'passage']),
});

export const embedResponse = z.object({
  model: z.object({ name: z.string(), version: z.string() }),
  dimensions: z.number().int(),
  /** Unit-length vectors in the order of the texts. */
  embeddings: z.array(vector),
  /** Tokens that the encoder read, its own marks included; what was cut off does not count. */
  tokens: z.number().int().nonnegative(),
});

export type Understanding = z.infer<typeof understanding>;
export type EncoderThresholds = z.infer<typeof encoderThresholds>;
export type EncoderResponse = z.infer<typeof encoderResponse>;
export type EmbedResponse = z.infer<typeof embedResponse>;
