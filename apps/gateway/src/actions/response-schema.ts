import type { ActionDefinition } from '@guichet/dialogue/flow/flow-schema';
import { z } from 'zod';
import { isIsoDate } from './iso-date.ts';

/** Words that stand in answers: no control characters, nothing that turns the direction of writing. */
const words = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u);
const money = z.object({ amountMinor: z.number().int().safe(), currency: z.string().regex(/^[A-Z]{3}$/) });
const reference = words(100).min(1);

const kinds: Record<string, z.ZodType> = {
  text: words(1_000),
  money,
  date: z.string().refine(isIsoDate),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  choice: reference,
  card: reference,
  transaction: reference,
  account: reference,
  number: z.number(),
  boolean: z.boolean(),
  options: z.array(z.object({ value: reference, label: words(200).min(1) })).max(100),
};

/** Every answer of an institution; what the action gives is checked apart. */
export const envelope = z.discriminatedUnion('status', [
  z.object({ status: z.literal('done'), result: z.unknown().optional() }),
  z.object({ status: z.literal('failed'), code: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/) }),
]);

/** What an action gives when it is done, by its definition; fields that it does not name are left out. */
export function responseSchema({ response }: ActionDefinition): z.ZodType<Record<string, unknown>> {
  const fields = Object.entries(response).map(([name, kind]) => {
    const schema = kinds[kind.replace('?', '')] ?? z.never();
    return [name, kind.endsWith('?') ? schema.optional() : schema] as const;
  });
  return z.object(Object.fromEntries(fields));
}
