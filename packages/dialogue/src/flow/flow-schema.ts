import { assurance } from '@guichet/protocol/assurance';
import { fieldKind } from '@guichet/protocol/interaction';
import { z } from 'zod';

const kebab = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be words in lower case joined by "-"');
/** Names of slots, steps and saved values: they stand in templates, and never meet a name that every object has. */
const name = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9_]*$/, 'must be a name in lower case, such as "amount" or "case_number"');
const actionName = z.string().regex(/^[a-z]+\.[a-z_]+$/, 'must be two names joined by ".", such as "cards.freeze"');

/** A text for people. Both languages, always. In templates `{slot}` is a value and `{slot.label}` what people read. */
export const localized = z.strictObject({
  en: z.string().trim().min(1).max(1_000),
  zh: z.string().trim().min(1).max(1_000),
});

const slotOption = z.strictObject({ value: z.string().min(1).max(100), ...localized.shape });
const fieldTemplates = z.record(name, z.string().max(500));

export const flowSlot = z.strictObject({
  kind: fieldKind,
  prompt: localized,
  /** Short name in forms and confirmations; the kind's own name where it is left out. */
  label: localized.optional(),
  /** Further words by which customers name it when they correct it. */
  names: z.strictObject({ en: z.array(z.string()), zh: z.array(z.string()) }).optional(),
  hint: localized.optional(),
  optional: z.boolean().default(false),
  options: z.array(slotOption).min(1).max(20).optional(),
  /** A read action whose result has `options`, each `{value, label}`; with `with`, its fields. */
  source: z.union([actionName, z.strictObject({ action: actionName, with: fieldTemplates })]).optional(),
  /** Bounds: of an amount in minor units, of a text in characters. */
  min: z.number().int().optional(),
  max: z.number().int().optional(),
  currency: z.string().length(3).optional(),
  /** Where a date must lie; today counts as both. */
  when: z.enum(['past', 'future']).optional(),
  /** Whether the message that starts the flow may fill it already. Left out: choices, cards, transactions and accounts only. */
  listen: z.boolean().optional(),
});

const go = name.optional();

export const askStep = z.strictObject({
  id: name,
  /** One missing slot is asked as a question, two or more as a form; none missing, and the step is passed. */
  ask: z.array(name).min(1).max(8),
  /** Heading of the form; the flow's title where it is left out. */
  title: localized.optional(),
  go,
});

export const confirmStep = z.strictObject({
  id: name,
  confirm: z.strictObject({
    title: localized,
    /** Slots and saved values shown. */
    rows: z.array(name).max(10),
    /** Label of the button that goes on. */
    yes: localized.optional(),
  }),
  /** Step after a "no"; the flow ends where it is left out. */
  no: name.optional(),
  go,
});

export const actionStep = z.strictObject({
  id: name,
  action: actionName,
  with: fieldTemplates.default({}),
  /** Values kept from the result, as `name: result.field`. */
  saves: z.record(name, z.string().regex(/^result(\.\w+)+$/, 'must be "result." and a field')).default({}),
  /** Step by the code of a failure; `timeout` and `invalid` are codes, too. `default` is for all others. */
  fails: z.record(z.string(), name).default({}),
  go,
});

export const sayStep = z.strictObject({
  id: name,
  say: localized,
  /** An approved article that stands behind the words: shown as their source. */
  article: kebab.optional(),
  /** A case to show. */
  case: z
    .strictObject({
      number: z.string(),
      title: localized,
      status: localized.optional(),
      /** The day of the answer, as a template of a saved value; `followUpDays` from today where that is empty. */
      followUpBy: z.string().optional(),
      followUpDays: z.number().int().min(0).max(400).optional(),
    })
    .optional(),
  go,
});

const condition = z
  .strictObject({
    slot: name,
    is: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
    empty: z.boolean().optional(),
    /** For amounts: more than so many minor units. */
    over: z.number().int().optional(),
    go: name,
  })
  .refine(
    ({ is, empty, over }) => [is, empty, over].filter((given) => given !== undefined).length === 1,
    'needs exactly one of "is", "empty" and "over"',
  );

export const whenStep = z.strictObject({ id: name, when: z.array(condition).min(1), else: name.optional() });
export const handoffStep = z.strictObject({ id: name, handoff: localized });
export const endStep = z.strictObject({ id: name, end: z.literal(true) });

/** The seven kinds of steps; a step's kind is the key that it has beside its id. */
export const stepSchemas = {
  ask: askStep,
  confirm: confirmStep,
  action: actionStep,
  say: sayStep,
  when: whenStep,
  handoff: handoffStep,
  end: endStep,
} as const;

export const flowStep = z.union([askStep, confirmStep, actionStep, sayStep, whenStep, handoffStep, endStep]);

/** A flow file. What a schema cannot say (names that must exist, dead ends, loops, effects) is checked by `check-flow.ts`. */
export const flowFile = z.strictObject({
  flow: kebab,
  version: z.number().int().min(1),
  expert: z.string(),
  /** Intents that start it. */
  intents: z.array(z.string()).min(1),
  title: localized,
  /** Needed to enter; an action may need more. */
  assurance: assurance.default('anonymous'),
  slots: z.record(name, flowSlot).default({}),
  steps: z.array(flowStep).min(1).max(60),
  limits: z.strictObject({ idleMinutes: z.number().int().min(1).max(1_440) }).default({ idleMinutes: 30 }),
});

/** Kinds of an action's fields; `?` behind a kind makes the field optional. `options` is a list of `{value, label}`. */
export const actionFieldKind = z
  .string()
  .regex(
    /^(?:text|money|date|time|choice|card|transaction|account|number|boolean|options)\??$/,
    'must be text, money, date, time, choice, card, transaction, account, number, boolean or options, with "?" behind it where it may be missing',
  );

/** How the institution's own system is called for one thing. */
export const actionDefinition = z.strictObject({
  /** `write` changes something at the institution. */
  effect: z.enum(['read', 'write']),
  /** May be sent again under the same key after a time-out. */
  idempotent: z.boolean(),
  assurance,
  timeoutMs: z.number().int().min(100).max(20_000).default(5_000),
  /** True where the choice before it is confirmation enough, such as locking a card. */
  safe: z.boolean().default(false),
  request: z.record(z.string().regex(/^[a-zA-Z]\w*$/), actionFieldKind).default({}),
  response: z.record(z.string().regex(/^[a-zA-Z]\w*$/), actionFieldKind).default({}),
  /** Request fields whose placeholders go out as the real values. */
  sensitive: z.array(z.string()).default([]),
});

/** `actions.yaml`: every action by its name. */
export const actionsFile = z.record(actionName, actionDefinition);

export type Localized = z.output<typeof localized>;
export type FlowSlot = z.output<typeof flowSlot>;
export type AskStep = z.output<typeof askStep>;
export type ConfirmStep = z.output<typeof confirmStep>;
export type ActionStep = z.output<typeof actionStep>;
export type SayStep = z.output<typeof sayStep>;
export type WhenStep = z.output<typeof whenStep>;
export type HandoffStep = z.output<typeof handoffStep>;
export type EndStep = z.output<typeof endStep>;
export type FlowStep = z.output<typeof flowStep>;
/** A checked flow: plain JSON. */
export type Flow = z.output<typeof flowFile>;
export type ActionDefinition = z.output<typeof actionDefinition>;
/** Actions by their names. */
export type Actions = Readonly<Record<string, ActionDefinition>>;
