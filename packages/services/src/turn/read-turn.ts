import { databaseFor } from '@guichet/db/database-for';
import { turns } from '@guichet/db/schema/turns';
import type { TurnAnswer } from '@guichet/protocol/message';
import { eq } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { noSuchConversation } from '../conversation/no-such-conversation.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { type SelectedTurn, selectReply, selectTurn } from './select-turn.ts';
import { toAnswer } from './stored-answer.ts';

/** A turn that the caller has already proven to see, with its answer once it has one. */
export async function readTurn(
  context: ServiceContext,
  caller: Caller,
  turnId: string,
): Promise<{ turn: SelectedTurn; answer: TurnAnswer | null }> {
  requirePermission(caller, 'message.read');
  const database = databaseFor(context.shards, caller.tenantId);
  const [[turn], [reply]] = await withRetries(context, () =>
    database.batch([
      selectTurn(database, caller.tenantId, eq(turns.id, turnId)),
      selectReply(database, caller.tenantId, eq(turns.id, turnId)),
    ]),
  );
  if (turn === undefined) throw noSuchConversation();
  return { turn, answer: reply === undefined ? null : toAnswer(turn, reply) };
}
