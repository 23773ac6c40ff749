import type { ActionClaim } from '@guichet/services/action/claim-action';
import { type FinishActionInput, finishAction } from '@guichet/services/action/finish-action';
import type { ActionResult } from '../turn/action-port.ts';
import { responseSchema } from './response-schema.ts';
import type { PreparedAction } from './run-action.ts';
import type { RunActionOptions } from './run-action-options.ts';
import { sendAction } from './send-action.ts';
import { signWebhook } from './sign-webhook.ts';
import { sealResult } from './stored-result.ts';
import type { TryOutcome } from './try-action.ts';

const defaultStepUpMinutes = 10;

/** Sends a claimed action and records what became of it. */
export async function deliver(
  options: RunActionOptions,
  prepared: PreparedAction,
  claim: ActionClaim,
): Promise<ActionResult> {
  const { context, fetch } = options;
  const { call, line, repeatable } = prepared;
  const { id } = claim.attempt;
  const body = bodyOf(prepared, claim);
  const { answer, sent } = await sendAction(
    { fetch, now: context.now, wait: context.wait },
    {
      url: line.url,
      body,
      sign: async () => ({
        'content-type': 'application/json',
        'user-agent': 'Guichet',
        traceparent: call.traceparent,
        ...(await signWebhook(line.secrets, { id, now: context.now(), body })),
      }),
      timeoutMs: call.definition.timeoutMs,
      result: responseSchema(call.definition),
      repeatable,
      deadline: call.deadline,
    },
  );
  await record(options, prepared, { claim, answer, sent });
  return { attemptId: id, ...answer };
}

/** The id is the idempotency key: whoever gets it twice does the thing once. */
function bodyOf({ call, fields }: PreparedAction, { attempt, customer }: ActionClaim): string {
  const { action, conversationId, locale } = call;
  const known = customer === null ? null : { sub: customer.subject, assurance: customer.assurance };
  return JSON.stringify({ id: attempt.id, type: 'action', action, conversationId, customer: known, fields, locale });
}

interface Delivered {
  claim: ActionClaim;
  answer: TryOutcome;
  sent: number;
}

async function record(options: RunActionOptions, prepared: PreparedAction, delivered: Delivered): Promise<void> {
  const { call } = prepared;
  const work = ending(options, prepared, delivered).then((end) => finishAction(options.context, call.caller, end));
  if (call.definition.effect === 'read' && options.background !== undefined) options.background(work);
  else await work;
}

async function ending(
  options: RunActionOptions,
  { call, box }: PreparedAction,
  { claim, answer, sent }: Delivered,
): Promise<FinishActionInput> {
  const { tenantId } = call.caller;
  const base = { attempt: claim.attempt, sent };
  if (answer.outcome === 'failed') return { ...base, status: 'failed', code: answer.code, outcome: null };
  if (answer.outcome !== 'done') return { ...base, status: 'unknown', code: answer.outcome, outcome: null };
  // What was read is the institution's and is read again; only an effect's answer is kept.
  const outcome = call.definition.effect === 'read' ? null : await sealResult(box, tenantId, answer.result);
  const done = { ...base, status: 'done', code: null, outcome } as const;
  if (call.action !== 'identity.check_code') return done;
  const minutes = (await options.settingsOf(tenantId))?.identity?.steppedUpMinutes ?? defaultStepUpMinutes;
  return { ...done, stepUpMs: minutes * 60_000 };
}
