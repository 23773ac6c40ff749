import { interaction } from '@guichet/protocol/interaction';
import { language } from '@guichet/protocol/language';
import { z } from 'zod';

export const slotValue = z.object({
  value: z.string(),
  label: z.string(),
  /** How it came: typed, from a form or a choice, from the message that started the flow, from an action; `skipped` holds nothing. */
  from: z.enum(['said', 'chosen', 'opening', 'action', 'skipped']),
  /** Asked on a way that a correction may have left: counts only when the flow comes by its question again. */
  stale: z.literal(true).optional(),
});

/** What the institution is being asked; the flow goes on with its answer. */
const pendingCall = z.discriminatedUnion('for', [
  z.object({ for: z.literal('step') }),
  z.object({ for: z.literal('source'), slot: z.string() }),
  z.object({ for: z.literal('send-code') }),
  z.object({ for: z.literal('check-code'), attemptsLeft: z.number().int(), digits: z.number().int() }),
]);

export const openFlow = z.object({
  flow: z.string(),
  version: z.number().int(),
  /** The step at which it stands. */
  step: z.string(),
  slots: z.record(z.string(), slotValue),
  /** Unix milliseconds. */
  openedAt: z.number(),
  touchedAt: z.number(),
  /** The interaction that was offered and not answered yet. */
  waiting: interaction.optional(),
  /** The slots that the present question asks for. */
  asking: z.array(z.string()),
  call: pendingCall.optional(),
  /** Assurance that is missing; the flow stands still until it is there. */
  blocked: z.enum(['verified', 'stepped-up']).optional(),
  /** Questions in a row that were not answered. */
  misses: z.number().int(),
  /** The interaction that confirmed what the slots hold; null after any change of them. */
  confirmed: z.string().nullable(),
  /** The interaction answered last; the claim of a safe effect hangs on it. */
  answered: z.string().nullable(),
  /** Options fetched for a question that is about to be asked, by slot. */
  options: z.record(z.string(), z.array(z.object({ value: z.string(), label: z.string() }))).optional(),
  /** Words of the customer that may fill a question not asked yet. */
  heard: z.string().optional(),
  /** The intent that started it. */
  intent: z.string(),
  /** Steps since the customer's last word; no flow walks on for ever. */
  hops: z.number().int(),
  /** True once an effect took place: from then on nothing is corrected. */
  effect: z.boolean(),
});

/** What the dialogue policy remembers between the turns of a conversation. Stored as JSON, never over 16 kB. */
export const dialogueState = z.object({
  version: z.literal(2),
  /** Questions asked back in a row; after the second a person is offered. */
  clarifications: z.number().int().min(0),
  /** The intent answered last, or null. */
  lastIntent: z.string().nullable(),
  language: language.nullable(),
  /** Unix milliseconds of the customer's last word; 0 before the first. */
  seenAt: z.number(),
  /** Open flows; the last one is at work, those before it wait. */
  flows: z.array(openFlow),
  /** Interactions answered last, newest last. */
  used: z.array(z.string()),
  /** A short message that was not understood: the next one may belong to it. */
  burst: z.object({ text: z.string(), at: z.number(), clarifications: z.number().int() }).optional(),
});

const versionOne = z.object({
  version: z.literal(1),
  clarifications: z.number().int().min(0),
  lastIntent: z.string().nullable(),
});

export type SlotValue = z.infer<typeof slotValue>;
export type OpenFlow = z.infer<typeof openFlow>;
export type DialogueState = z.infer<typeof dialogueState>;

/** The state of a conversation that has just begun. */
export const initialState: DialogueState = {
  version: 2,
  clarifications: 0,
  lastIntent: null,
  language: null,
  seenAt: 0,
  flows: [],
  used: [],
};

/** A stored state as one of today; an unknown one is as good as none, and the conversation goes on. Never throws. */
export function readState(stored: unknown): DialogueState {
  const today = dialogueState.safeParse(stored);
  if (today.success) return today.data;
  const older = versionOne.safeParse(stored);
  if (!older.success) return structuredClone(initialState);
  const { clarifications, lastIntent } = older.data;
  return { ...structuredClone(initialState), clarifications, lastIntent };
}
