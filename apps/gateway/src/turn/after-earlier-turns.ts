import type { AcceptedTurn } from '@guichet/services/turn/accept-turn';
import { countRunningTurns } from '@guichet/services/turn/count-running-turns';
import type { Services } from '../services.ts';
import type { TurnCall } from './turn-call.ts';

const pollMs = 100;
// A turn before this one that takes longer may have lost its runner: better to go on than to let the customer wait for nothing.
const longestWaitMs = 8_000;

/** Waits for the conversation's earlier turns, since each changes what the next one starts from; then with the state that they left. */
export async function afterEarlierTurns(
  { context }: Services,
  { caller, conversationId, event }: TurnCall,
  accepted: AcceptedTurn,
): Promise<AcceptedTurn> {
  if (accepted.running === 0) return accepted;
  const until = context.now() + longestWaitMs;
  const begun = context.now();
  for (;;) {
    await context.wait(pollMs);
    const { running, state } = await countRunningTurns(context, caller, { conversationId, before: accepted.turn.seq });
    if (running > 0 && context.now() < until) continue;
    event.waitedMs = context.now() - begun;
    return { ...accepted, state };
  }
}
