import type { Language } from '@guichet/protocol/language';
import type { Reply } from '@guichet/protocol/message';
import type { SQL } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { type CloseTurnInput, closeTurn } from './close-turn.ts';
import { emptyRoute } from './stored-answer.ts';

export interface FailTurnInput {
  turn: CloseTurnInput['turn'];
  conversationId: string;
  language: Language;
  /** What the customer is told, in that language. */
  apology: string;
  replyId: string;
  where?: SQL;
}

/** Ends a turn that cannot be answered with a labelled apology. Gives the apology, or `undefined` where the turn was closed already. */
export async function failTurn(
  context: ServiceContext,
  caller: Caller,
  input: FailTurnInput,
): Promise<Reply | undefined> {
  requirePermission(caller, 'turn.close');
  const { turn, conversationId, language, apology, replyId, where } = input;
  const reply: Reply = {
    id: replyId,
    text: apology,
    language,
    sources: [],
    degraded: true,
    degradedReason: 'interrupted',
    composition: 'fixed',
    choices: [],
  };
  const closed = await closeTurn(context, caller, {
    turn,
    conversationId,
    status: 'failed',
    reply,
    route: emptyRoute(language),
    decision: 'clarify',
    state: undefined,
    usage: { promptTokens: 0, completionTokens: 0 },
    ...(where === undefined ? {} : { where }),
  });
  return closed ? reply : undefined;
}
