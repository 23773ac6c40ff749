import type { ActionDefinition } from '@guichet/dialogue/flow/flow-schema';
import type { Assurance } from '@guichet/protocol/assurance';
import type { Language } from '@guichet/protocol/language';
import type { Caller } from '@guichet/services/security/caller';

/** One call that the dialogue policy decided on. */
export interface ActionCall {
  caller: Caller;
  conversationId: string;
  turnId: string;
  /** What the customer answered to bring the call about; the claim of an effect hangs on it. For reads and steps without one, the turn's id. */
  interactionId: string;
  action: string;
  definition: ActionDefinition;
  /**
   * By the names of the definition's request, as slots hold them (money is `12050 GBP`); the runner makes them what the request's kinds
   * say, and values of placeholders such as `<PHONE_1>` in sensitive fields. An optional field without a value is left out.
   */
  fields: Readonly<Record<string, string>>;
  locale: Language;
  requestId: string;
  traceparent: string;
  /** Unix milliseconds; nothing may run on after it. */
  deadline: number;
}

/**
 * `failed`: the institution said no, with its code. `timeout`: no answer, the effect may have taken place. `invalid`: an answer that the
 * schema does not take. `code` is `assurance_required` where the customer's assurance did not suffice at the moment of the call.
 */
export interface ActionResult {
  attemptId: string;
  outcome: 'done' | 'failed' | 'timeout' | 'invalid';
  code?: string;
  /** Checked against the definition's response. */
  result?: Readonly<Record<string, unknown>>;
}

/**
 * Calls the institution. Never throws for what the institution does, never calls twice for one `interactionId` and effect: asked again, it
 * gives the first result. `identity.check_code` that is `done` raises the conversation's assurance.
 */
export type RunAction = (call: ActionCall) => Promise<ActionResult>;

/** How far the customer of a conversation has proven who they are, now: an assurance that ran out no longer counts. */
export type FindAssurance = (caller: Caller, conversationId: string) => Promise<Assurance>;
