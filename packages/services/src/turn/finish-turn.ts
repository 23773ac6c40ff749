import type { ServiceContext } from '../context.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { type CloseTurnInput, closeTurn } from './close-turn.ts';

/** Stores a turn's answer. Gives `false` where another attempt, or the sweep, closed the turn first: then this answer is void. */
export async function finishTurn(
  context: ServiceContext,
  caller: Caller,
  input: Omit<CloseTurnInput, 'status' | 'where'>,
): Promise<boolean> {
  requirePermission(caller, 'turn.close');
  return closeTurn(context, caller, { ...input, status: 'answered' });
}
