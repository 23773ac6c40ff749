import { type ActionClaim, claimAction } from '@guichet/services/action/claim-action';
import type { SecretBox } from '@guichet/services/security/secret-box';
import type { ActionCall, ActionResult, RunAction } from '../turn/action-port.ts';
import { awaitOther } from './await-other.ts';
import { deliver } from './deliver.ts';
import { hashRequest } from './hash-request.ts';
import { type Line, openLine } from './open-line.ts';
import { type RequestFields, toRequestFields } from './request-fields.ts';
import type { RunActionOptions } from './run-action-options.ts';
import { mostTries } from './send-action.ts';
import { storedResult } from './stored-result.ts';

/** Time that recording may take beside the call itself. */
const leaseReserveMs = 5_000;
const limits: Record<string, 'check-code' | 'send-code'> = {
  'identity.send_code': 'send-code',
  'identity.check_code': 'check-code',
};

/** An action that is ready to be sent. */
export interface PreparedAction {
  call: ActionCall;
  line: Line;
  box: SecretBox;
  fields: RequestFields;
  requestHash: string;
  /** Sending it again under the same key does no harm. */
  repeatable: boolean;
}

/** The port through which a turn calls its institution; see `RunAction` for what it promises. */
export function createRunAction(options: RunActionOptions): RunAction {
  return async (call) => {
    const prepared = await prepare(options, call);
    if (typeof prepared === 'string') return { attemptId: '', outcome: 'failed', code: prepared };
    const claim = await claimOf(options, prepared);
    if (claim.refusal !== null) return { attemptId: claim.attempt.id, outcome: 'failed', code: claim.refusal };
    if (claim.own) return deliver(options, prepared, claim);
    return takeUp(options, prepared, claim);
  };
}

/** Gives the code of a fault where nothing can be sent. */
async function prepare(options: RunActionOptions, call: ActionCall): Promise<PreparedAction | string> {
  const { secrets: box, development } = options;
  const { tenantId } = call.caller;
  const line = await openLine({ tenantId, settings: await options.settingsOf(tenantId), box, development });
  const [secret] = line?.secrets ?? [];
  if (line === undefined || box === undefined || secret === undefined) return 'not_set_up';
  const fields = toRequestFields(call.definition, await reveal(options, call));
  if (fields === undefined) return 'request_invalid';
  const repeatable = call.definition.effect === 'read' || call.definition.idempotent;
  return { call, line, box, fields, requestHash: await hashRequest(secret, call), repeatable };
}

/** Fields as they go out: sensitive ones with what their placeholders stand for. */
async function reveal(options: RunActionOptions, call: ActionCall): Promise<Record<string, string>> {
  const entries = Object.entries(call.fields).map(async ([name, text]) => {
    const hidden = call.definition.sensitive.includes(name) && options.reveal !== undefined;
    return [name, hidden ? await options.reveal?.(call, text) : text] as [string, string];
  });
  return Object.fromEntries(await Promise.all(entries));
}

function claimOf(
  { context }: RunActionOptions,
  { call, requestHash, repeatable }: PreparedAction,
): Promise<ActionClaim> {
  const { caller, conversationId, turnId, interactionId, action, definition } = call;
  const { effect, assurance, timeoutMs } = definition;
  const leaseMs = timeoutMs * (repeatable ? mostTries : 1) + leaseReserveMs;
  const limit = limits[action];
  return claimAction(context, caller, {
    ...{ conversationId, turnId, interactionId, action, effect, assurance, requestHash, leaseMs, limit },
  });
}

/**
 * An effect that was claimed before: its first result, where that is known. Where not, the runner died or got no answer: what may be
 * repeated is sent again under the same key, and anything else stays unknown.
 */
async function takeUp(options: RunActionOptions, prepared: PreparedAction, claim: ActionClaim): Promise<ActionResult> {
  const { attempt } = claim;
  if (attempt.requestHash !== prepared.requestHash) {
    return { attemptId: attempt.id, outcome: 'failed', code: 'conflict' };
  }
  const stored = await storedResult(prepared.box, attempt);
  if (stored !== undefined) return stored;
  return prepared.repeatable ? deliver(options, prepared, claim) : awaitOther(options, prepared, attempt);
}
