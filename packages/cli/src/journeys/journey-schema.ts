import { interaction } from '@guichet/protocol/interaction';
import { language } from '@guichet/protocol/language';
import { decision } from '@guichet/protocol/message';
import { z } from 'zod';

/** Words that a text must hold, capitals or not; between slashes a regular expression. */
const pattern = z.union([z.string().min(1).max(300), z.number().transform(String)]);
const patterns = z.array(pattern).min(1);
const offer = z.enum(interaction.options.map((option) => option.shape.type.value));

/** What must be true after a turn. What is left out is not looked at. */
export const expectation = z.strictObject({
  decision: decision.optional(),
  language: language.optional(),
  says: patterns.optional(),
  never: patterns.optional(),
  /** What the customer is asked to do; `nothing` where the answer only is to be read. */
  offers: z.enum([...offer.options, 'nothing']).optional(),
  /** Among the labels of what is offered: options, fields, buttons. */
  options: patterns.optional(),
  /** Among the rows of a confirmation or the values of a case. */
  rows: patterns.optional(),
  /** Among the labels of the quick replies. */
  choices: patterns.optional(),
  /** Articles among the sources. */
  sources: z.array(z.string()).optional(),
  /** Every action that has changed something at the bank so far, in order; sending codes apart. */
  effects: z.array(z.string()).optional(),
  /** Lines of the bank's books, such as `ada card 4417 frozen`. */
  books: patterns.optional(),
  /** Code of the error that the gateway answers with, instead of a reply. */
  error: z.string().optional(),
  /** The state of the interaction that was answered last. */
  state: z.enum(['open', 'used', 'expired']).optional(),
  /** What the stored conversation must not hold anywhere. */
  stored_never: patterns.optional(),
});

const answer = z.union([
  z.strictObject({ confirmed: z.boolean() }),
  /** Words of the label of an option. */
  z.strictObject({ choose: pattern }),
  /** An option's value as it is sent, offered or not. */
  z.strictObject({ value: z.string() }),
  z.strictObject({ values: z.record(z.string(), z.string()) }),
  /** The code that the bank has sent, another one, or these digits. */
  z.strictObject({ code: z.union([z.enum(['right', 'wrong']), z.string().regex(/^\d{4,8}$/)]) }),
]);

/** How the demo bank behaves: `late` does what it is asked and says so too late, `huge` answers with a gigabyte. */
export const bankMode = z.enum(['ok', 'slow', 'late', 'fail', 'nonsense', 'huge']);

const after = { expect: expectation.optional() };

/** One thing that happens: the key beside `expect` says what. */
export const turn = z.union([
  /** `times` repeats the text, for messages that nobody would read. */
  z.strictObject({ say: z.string(), times: z.number().int().min(2).optional(), ...after }),
  z.strictObject({ answer, ...after }),
  /** The last message or answer comes again: from the same click, or from a second one. */
  z.strictObject({ again: z.enum(['same-click', 'second-click']), ...after }),
  /** The customer signs in as this demo customer. */
  z.strictObject({ sign_in: z.string(), ...after }),
  /** Minutes pass. Only where the clock can be moved. */
  z.strictObject({ wait: z.number().int().min(1), ...after }),
  z.strictObject({ bank: bankMode, ...after }),
]);

export const journey = z.strictObject({
  journey: z.string().min(2).max(120),
  language,
  /** The demo customer who is signed in from the start. */
  identity: z.string().optional(),
  bank: bankMode.optional(),
  /** What no answer may say. */
  never: patterns.optional(),
  turns: z.array(turn).min(1).max(40),
});

export const journeyFile = z.array(journey).min(1);

export type Expectation = z.output<typeof expectation>;
export type Answer = z.output<typeof answer>;
export type BankMode = z.output<typeof bankMode>;
export type Turn = z.output<typeof turn>;
export type Journey = z.output<typeof journey>;
