import { z } from 'zod';
import { actionSettings, identitySettings } from './institution-settings.ts';
import { language } from './language.ts';

/** How answers are made: the article's own words, or composed by the experts and checked sentence by sentence. */
export const answerMode = z.enum(['approved', 'generated']);

/** A tenant's settings, stored as JSON in its row. */
export const tenantSettings = z.object({
  name: z.record(language, z.string()),
  /** What the assistant is for, completing "I can help with …" in each language. */
  scope: z.record(language, z.string()),
  handoff: z.record(language, z.string()),
  answers: z.object({
    default: z.record(language, answerMode),
    /** By expert; wins over the default. Articles marked legal are always approved. */
    experts: z.record(z.string(), z.partialRecord(language, answerMode)).default({}),
  }),
  /** The dialogue policy's times; defaults where left out. */
  dialogue: z
    .object({
      /** IANA name; "today" is a day there. */
      timeZone: z.string(),
      chatIdleMinutes: z.number().int().min(1),
      confirmMinutes: z.number().int().min(1),
      codeMinutes: z.number().int().min(1),
      codeAttempts: z.number().int().min(1).max(10),
    })
    .partial()
    .optional(),
  /** Web origins allowed to use the publishable key. */
  origins: z.array(z.string()).default([]),
  /** How customers prove who they are; nobody can where it is left out. */
  identity: identitySettings.optional(),
  /** Where the institution's own system is called; no action can be taken where it is left out. */
  actions: actionSettings.optional(),
  /** Shapes of the tenant's account numbers, masked in messages: `#` is a digit, `@` a letter, such as `60#########`. */
  accountNumbers: z.array(z.string().min(4).max(40).regex(/[#@]/, 'needs a # or @')).max(20).optional(),
  /** How a date in digits alone is read; by language and time zone where it is left out. */
  dateOrder: z.enum(['dmy', 'mdy']).optional(),
});

export type AnswerMode = z.infer<typeof answerMode>;
export type TenantSettings = z.infer<typeof tenantSettings>;
