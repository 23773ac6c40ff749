import { z } from 'zod';
import { errorBody } from './errors.ts';
import { interaction } from './interaction.ts';
import { language } from './language.ts';
import { choice, decision, source, turnAnswer, usage } from './message.ts';
import { route } from './route.ts';

/**
 * The parts of a streamed answer (server-sent events; `event` is the part's type, `data` the part as JSON, `id` its
 * number). Order: `turn-start`, `route-set`, then `text-start`, any `text-delta`, `text-end`, any `source-add`, at most one
 * `interaction-offer`, `choice-offer` and `handoff-request`, and `turn-end`. The deltas joined are exactly the stored text. A stream that cannot be
 * finished ends with `error` instead of `turn-end`.
 */
export const streamPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('turn-start'), turn: turnAnswer.shape.turn, replyId: z.string() }),
  z.object({ type: z.literal('route-set'), route, decision, language }),
  z.object({ type: z.literal('text-start'), id: z.string() }),
  z.object({ type: z.literal('text-delta'), id: z.string(), delta: z.string() }),
  z.object({ type: z.literal('text-end'), id: z.string() }),
  z.object({ type: z.literal('source-add'), source }),
  z.object({ type: z.literal('interaction-offer'), interaction }),
  z.object({ type: z.literal('choice-offer'), choices: z.array(choice) }),
  z.object({ type: z.literal('handoff-request'), reason: z.string() }),
  z.object({ type: z.literal('turn-end'), answer: turnAnswer, usage: usage.optional() }),
  z.object({ type: z.literal('error'), error: errorBody.shape.error }),
]);

export type StreamPart = z.infer<typeof streamPart>;
