import type { InteractionEvent } from '@guichet/dialogue/policy/policy-types';
import type { GenerateRequest } from '@guichet/protocol/generate';
import type { TenantSettings } from '@guichet/protocol/tenant-settings';
import type { Caller } from '@guichet/services/security/caller';
import type { WideEvent } from '@guichet/telemetry/event-log';
import type { InferenceCall } from '../clients/inference.ts';

/** For whom a turn runs, and until when. */
export interface TurnCall {
  caller: Caller;
  settings: TenantSettings;
  conversationId: string;
  requestId: string;
  traceparent: string;
  /** Unix milliseconds. */
  begunAt: number;
  deadline: number;
  event: WideEvent;
  /** How the generator is to write, where the caller chose; the rest is the product's. */
  sampling?: Sampling;
  /** The interaction that this turn answers, in place of a message. */
  answering?: Omit<InteractionEvent, 'type'>;
  /** The one expert to ask instead of those that the router chose. */
  expert?: string;
}

export type Sampling = Pick<
  GenerateRequest,
  'temperature' | 'topP' | 'repetitionPenalty' | 'seed' | 'stop' | 'maxTokens'
>;

/** A call to the inference service on behalf of a turn, within what the turn has left. */
export function inferenceCall(call: Omit<TurnCall, 'conversationId'>, now: number, budgetMs: number): InferenceCall {
  const { caller, requestId, traceparent, deadline } = call;
  return { tenantId: caller.tenantId, requestId, traceparent, budgetMs: Math.min(budgetMs, deadline - now) };
}
