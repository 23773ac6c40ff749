import { advance } from './advance.ts';
import { sendCode } from './call-action.ts';
import type { Run, Standing } from './run.ts';

/**
 * A call whose answer never came back to the policy is made again before anything else. An effect goes out under its old claim, and so
 * takes place once.
 */
export function resumeLostCall(run: Run, at: Standing): boolean {
  const { call } = at.open;
  if (call === undefined) return false;
  delete at.open.call;
  if (call.for === 'send-code' || call.for === 'check-code') sendCode(run, at);
  else advance(run);
  return true;
}
