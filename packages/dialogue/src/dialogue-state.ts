import { z } from 'zod';

/** What the dialogue policy remembers between the turns of a conversation. Stored as JSON; version 1. */
export const dialogueState = z.object({
  version: z.literal(1),
  /** Questions asked back in a row; after the second a person is offered. */
  clarifications: z.number().int().min(0),
  /** The intent answered last, or null. */
  lastIntent: z.string().nullable(),
});

export type DialogueState = z.infer<typeof dialogueState>;

/** The state of a conversation that has just begun. */
export const initialState: DialogueState = { version: 1, clarifications: 0, lastIntent: null };
