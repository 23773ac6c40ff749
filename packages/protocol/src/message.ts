import { z } from 'zod';
import { clientMessageId } from './client-message-id.ts';
import { interaction } from './interaction.ts';
import { language } from './language.ts';
import { route } from './route.ts';

/** The longest message a customer may send, in Unicode code points. */
export const maxMessageLength = 4_000;

/** Body of `POST /v1/conversations/{id}/messages`. Sending the same `clientMessageId` again never makes a second turn. */
export const messageRequest = z.strictObject({
  text: z.string(),
  clientMessageId: clientMessageId.optional(),
});

export const source = z.object({ articleId: z.string(), version: z.number().int(), title: z.string() });

/** A quick reply: `label` is shown on the button, `text` is sent as the customer's message. */
export const choice = z.object({ label: z.string(), text: z.string() });

export const decision = z.enum(['answer', 'clarify', 'refuse', 'handoff', 'flow']);

export const degradedReason = z.enum([
  'encoder-unavailable',
  'generator-unavailable',
  'generation-interrupted',
  'deadline-exceeded',
  'interrupted',
]);

export const reply = z.object({
  id: z.string(),
  text: z.string(),
  language,
  sources: z.array(source),
  /** True where a part of the platform was missing and the approved text or an apology stands in. */
  degraded: z.boolean(),
  degradedReason: degradedReason.optional(),
  /** `approved`: the article's own words. `generated`: composed from it and checked. `fixed`: the assistant's own phrases. */
  composition: z.enum(['approved', 'generated', 'fixed']),
  choices: z.array(choice),
  /** What the customer is asked to do; see `interaction.ts`. */
  interaction: interaction.optional(),
});

/** The JSON answer to a message; the stream's last part carries the same. */
export const turnAnswer = z.object({
  turn: z.object({ id: z.string(), seq: z.number().int() }),
  reply,
  route,
  decision,
});

/** Tokens that the generator read and wrote for an answer; zero where it was not asked. */
export const usage = z.object({ promptTokens: z.number().int(), completionTokens: z.number().int() });

export type Usage = z.infer<typeof usage>;
export type MessageRequest = z.infer<typeof messageRequest>;
export type Source = z.infer<typeof source>;
export type Choice = z.infer<typeof choice>;
export type Decision = z.infer<typeof decision>;
export type DegradedReason = z.infer<typeof degradedReason>;
export type Reply = z.infer<typeof reply>;
export type TurnAnswer = z.infer<typeof turnAnswer>;
