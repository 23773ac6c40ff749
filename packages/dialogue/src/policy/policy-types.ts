import type { Assurance } from '@guichet/protocol/assurance';
import type { Interaction, InteractionRequest } from '@guichet/protocol/interaction';
import type { Choice, Decision } from '@guichet/protocol/message';
import type { ExplainedRoute } from '@guichet/protocol/route';
import type { DialogueState } from '../dialogue-state.ts';
import type { Evidence } from '../evidence.ts';
import type { Flow, Localized } from '../flow/flow-schema.ts';
import type { FlowSet } from '../flow/read-flows.ts';
import type { TemplateValues } from '../flow/template.ts';
import type { PhraseName } from '../phrases.ts';
import type { FoundSlots, ParseSlot } from '../slots/found-slots.ts';
import type { FlowPhraseName } from './flow-phrases.ts';

/** What happened. */
export type PolicyEvent =
  | {
      type: 'message';
      /** Normalised and redacted. */
      text: string;
      route: ExplainedRoute;
      /** Routes of its parts, where it seems to ask for several things. */
      clauses?: readonly ExplainedRoute[];
      found: FoundSlots;
    }
  | ({ type: 'interaction'; id: string } & Pick<InteractionRequest, 'values' | 'value' | 'confirmed' | 'code'>)
  | {
      type: 'action-result';
      attemptId: string;
      outcome: 'done' | 'failed' | 'timeout' | 'invalid';
      code?: string;
      result?: Readonly<Record<string, unknown>>;
    }
  /** Time has passed, or who the customer is has changed. */
  | { type: 'time' };

export type MessageEvent = Extract<PolicyEvent, { type: 'message' }>;
export type InteractionEvent = Extract<PolicyEvent, { type: 'interaction' }>;

/** Times apart for chat, interactions and codes; a flow's own is in its file, an identity's in the institution's hands. */
export interface PolicySettings {
  timeZone: string;
  chatIdleMinutes: number;
  confirmMinutes: number;
  codeMinutes: number;
  codeAttempts: number;
}

export const defaultPolicySettings: PolicySettings = {
  timeZone: 'Europe/London',
  chatIdleMinutes: 24 * 60,
  confirmMinutes: 15,
  codeMinutes: 5,
  codeAttempts: 3,
};

export interface StepInput extends FlowSet {
  /** As `step` gave it before, or as it was stored by an older version. */
  state: unknown;
  event: PolicyEvent;
  evidence: Evidence;
  settings: PolicySettings;
  /** Unix milliseconds. */
  now: number;
  /** Unguessable; another one for each step of a conversation, the same one when that step is run again. Ids are made from it. */
  seed: string;
  /** How far the customer has proven who they are, now. */
  assurance: Assurance;
  parseSlot: ParseSlot;
  /** The last four digits behind placeholders such as `<CARD_1>`, where they are known. */
  cardTails?: Readonly<Record<string, string>> | undefined;
}

/** A call to the institution; its result comes back as an event. */
export interface CallDecision {
  type: 'call';
  action: string;
  effect: 'read' | 'write';
  /** By the names of the action's request, as slots hold them; empty ones are left out. */
  fields: Readonly<Record<string, string>>;
  /** What the claim of an effect hangs on: the same one never brings about the same effect twice. */
  interactionId: string;
}

/** What is to be done, in this order. A `call` is the last one, and there is one at most. */
export type PolicyOutput =
  /** Words of a flow. `article` stands behind them. */
  | { type: 'say'; text: Localized; values: TemplateValues; article?: string }
  /** Words of the assistant. */
  | { type: 'phrase'; name: PhraseName }
  | { type: 'flow-phrase'; name: FlowPhraseName; values: Readonly<Record<string, string>> }
  | { type: 'answer'; intent: string; articleId: string }
  | { type: 'offer'; interaction: Interaction }
  | { type: 'clarify' }
  | { type: 'refuse' }
  | { type: 'handoff'; reason: string }
  | { type: 'verify'; needed: 'verified' | 'stepped-up' }
  | CallDecision;

export interface StepResult {
  state: DialogueState;
  decisions: PolicyOutput[];
  /** The kind of the whole answer, as callers of the API see it. */
  decision: Decision;
  /** Quick replies that send a message. */
  choices: Choice[];
}

export type Flows = Readonly<Record<string, Flow>>;
