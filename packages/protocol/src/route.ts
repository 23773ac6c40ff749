import { z } from 'zod';
import { language } from './language.ts';

export const routeIntent = z.object({
  intent: z.string(),
  /** Calibrated probability in [0, 1]. */
  confidence: z.number().min(0).max(1),
});

export const routeExpert = z.object({
  name: z.string(),
  /** Weight of the expert's adapter; the gates of a route add up to at most 1. */
  gate: z.number().min(0).max(1),
  /** False while the expert's slot holds no adapter: the base model answers for it. */
  loaded: z.boolean(),
  adapterVersion: z.string().nullable(),
});

/** What the router made of a message. At most three experts are active. */
export const route = z.object({
  language,
  intents: z.array(routeIntent),
  rejected: z.boolean(),
  experts: z.array(routeExpert).max(3),
  tier: z.enum(['edge', 'encoder']),
});

/** A route with the reasons for it, as `POST /v1/understand` answers. */
export const explainedRoute = route.extend({
  reasons: z.object({
    /** Chance in [0, 1] that the message is not for this assistant. */
    rejectScore: z.number().min(0).max(1),
    /** True where the router could not tell and the assistant will ask back. */
    abstained: z.boolean(),
    urgent: z.boolean(),
    complaint: z.boolean(),
    /** One sentence for people: which tier decided, by what margin, against which threshold. */
    summary: z.string(),
    routerVersion: z.string(),
  }),
});

export type RouteIntent = z.infer<typeof routeIntent>;
export type RouteExpert = z.infer<typeof routeExpert>;
export type Route = z.infer<typeof route>;
export type ExplainedRoute = z.infer<typeof explainedRoute>;
