import type { Attempt } from '@guichet/services/action/claim-action';
import { findAttempt } from '@guichet/services/action/find-attempt';
import { finishAction } from '@guichet/services/action/finish-action';
import type { ActionResult } from '../turn/action-port.ts';
import type { PreparedAction } from './run-action.ts';
import type { RunActionOptions } from './run-action-options.ts';
import { storedResult } from './stored-result.ts';

const pauseMs = 150;

/**
 * An effect that somebody else claimed and that must not be sent again: waits for its result while its runner may live. When that is
 * over, the outcome is unknown, and recorded so.
 */
export async function awaitOther(
  { context }: RunActionOptions,
  { call, box }: PreparedAction,
  first: Attempt,
): Promise<ActionResult> {
  const unknown = { attemptId: first.id, outcome: 'timeout' } as const;
  let attempt = first;
  while (attempt.status === 'claimed' && attempt.leaseUntil > context.now()) {
    if (context.now() + pauseMs >= call.deadline) return unknown;
    await context.wait(pauseMs);
    attempt = (await findAttempt(context, call.caller, first.id)) ?? first;
  }
  const stored = await storedResult(box, attempt);
  if (stored !== undefined) return stored;
  if (attempt.status === 'claimed') {
    const ended = { attempt, status: 'unknown', sent: 0, code: 'interrupted', outcome: null } as const;
    await finishAction(context, call.caller, ended);
  }
  return unknown;
}
