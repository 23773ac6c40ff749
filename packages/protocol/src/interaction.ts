import { z } from 'zod';
import { clientMessageId } from './client-message-id.ts';

/** What a value is, and so how it is entered, checked and shown. */
export const fieldKind = z.enum(['text', 'money', 'date', 'time', 'choice', 'card', 'transaction', 'account']);

/** One value to choose: `value` is sent back, `label` is shown. */
export const option = z.object({ value: z.string(), label: z.string() });

export const formField = z.object({
  name: z.string(),
  label: z.string(),
  kind: fieldKind,
  required: z.boolean(),
  hint: z.string().optional(),
  /** For choices, and for cards, transactions and accounts that are known. */
  options: z.array(option).optional(),
  /** Of an amount: the only currency it may be in (ISO 4217). */
  currency: z.string().length(3).optional(),
  /** What is known already. */
  value: z.string().optional(),
});

/**
 * What a customer is asked to do beside reading. Each is answered once, at
 * `POST /v1/conversations/{id}/interactions/{interactionId}`, or in words where it is no `secret`. A `case` asks nothing.
 * Times are ISO 8601.
 */
export const interaction = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('form'),
    id: z.string(),
    title: z.string(),
    fields: z.array(formField).min(1),
    submitLabel: z.string(),
  }),
  z.object({ type: z.literal('choice'), id: z.string(), options: z.array(option).min(1) }),
  z.object({
    type: z.literal('confirm'),
    id: z.string(),
    title: z.string(),
    rows: z.array(z.object({ label: z.string(), value: z.string() })),
    confirmLabel: z.string(),
    cancelLabel: z.string(),
    expiresAt: z.string(),
  }),
  z.object({
    type: z.literal('secret'),
    id: z.string(),
    purpose: z.literal('step-up'),
    label: z.string(),
    digits: z.number().int(),
    attemptsLeft: z.number().int(),
    expiresAt: z.string(),
  }),
  z.object({
    type: z.literal('case'),
    id: z.string(),
    caseNumber: z.string(),
    title: z.string(),
    status: z.string(),
    /** The day by which the customer hears again. */
    followUpBy: z.string().optional(),
  }),
]);

export const interactionState = z.enum(['open', 'used', 'expired']);

/** Answer of `GET …/interactions/{interactionId}`. */
export const interactionStatus = z.object({ interaction, state: interactionState });

const value = z.string().max(4_000);

/** Body of `POST …/interactions/{interactionId}`: exactly one of `values` (form), `value` (choice), `confirmed` and `code` (secret). */
export const interactionRequest = z
  .strictObject({
    clientMessageId: clientMessageId.optional(),
    values: z.record(z.string().max(100), value).optional(),
    value: value.optional(),
    confirmed: z.boolean().optional(),
    code: z.string().max(20).optional(),
  })
  .refine(
    ({ values, value, confirmed, code }) =>
      [values, value, confirmed, code].filter((given) => given !== undefined).length === 1,
    'send exactly one of values, value, confirmed and code',
  );

export type FieldKind = z.infer<typeof fieldKind>;
export type Option = z.infer<typeof option>;
export type FormField = z.infer<typeof formField>;
export type Interaction = z.infer<typeof interaction>;
export type InteractionState = z.infer<typeof interactionState>;
export type InteractionStatus = z.infer<typeof interactionStatus>;
export type InteractionRequest = z.infer<typeof interactionRequest>;
