import { z } from 'zod';
import { messageRequest, turnAnswer } from './message.ts';
import { completionParameters } from './openai.ts';

const { temperature, top_p, repetition_penalty, seed, stop, max_length, preset } = completionParameters;

/** Body of `POST /v1/chat`. */
export const chatRequest = z.strictObject({
  /** The conversation to go on with; none opens a new one. */
  conversationId: z.string().min(1).max(100).optional(),
  ...messageRequest.shape,
  temperature,
  top_p,
  repetition_penalty,
  seed,
  stop,
  max_length,
  preset,
});

export const chatAnswer = turnAnswer.extend({ conversationId: z.string() });
