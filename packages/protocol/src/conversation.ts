import { z } from 'zod';
import { assurance } from './assurance.ts';
import { interaction } from './interaction.ts';
import { language } from './language.ts';
import { choice, decision, source } from './message.ts';

/** Body of `POST /v1/conversations`; an empty body means no wish. */
export const conversationRequest = z.strictObject({
  language: language.optional(),
  /** Who the customer is, signed by the institution; see docs/api.md. */
  identityToken: z.string().max(4_000).optional(),
});

/** Body of `POST /v1/conversations/{id}/identity`: the customer signed in while the conversation was open. */
export const identityRequest = z.strictObject({ token: z.string().min(1).max(4_000) });

export const identityVerified = z.object({ assurance });

export const conversationCreated = z.object({
  id: z.string(),
  /** Secret of this conversation for the customer's browser: reads and writes it, and nothing else. Shown once. */
  sessionToken: z.string(),
  createdAt: z.string(),
});

/** One entry of a conversation's history, oldest first. `seq` is dense and starts at 1. */
export const conversationMessage = z.object({
  id: z.string(),
  seq: z.number().int(),
  role: z.enum(['customer', 'assistant']),
  /** As stored: personal data stands as placeholders such as `<CARD_1>`. */
  text: z.string(),
  language: language.nullable(),
  createdAt: z.string(),
  /** Customer messages: the state of the turn they opened. */
  status: z.enum(['accepted', 'running', 'answered', 'failed']).optional(),
  clientMessageId: z.string().optional(),
  /** Assistant messages. */
  inReplyTo: z.string().optional(),
  decision: decision.optional(),
  sources: z.array(source).optional(),
  choices: z.array(choice).optional(),
  degraded: z.boolean().optional(),
  interaction: interaction.optional(),
});

export const conversationMessages = z.object({
  object: z.literal('list'),
  data: z.array(conversationMessage),
  hasMore: z.boolean(),
});

export type ConversationRequest = z.infer<typeof conversationRequest>;
export type IdentityRequest = z.infer<typeof identityRequest>;
export type IdentityVerified = z.infer<typeof identityVerified>;
export type ConversationCreated = z.infer<typeof conversationCreated>;
export type ConversationMessage = z.infer<typeof conversationMessage>;
export type ConversationMessages = z.infer<typeof conversationMessages>;
