import { databaseFor } from '@guichet/db/database-for';
import { conversations } from '@guichet/db/schema/conversations';
import { messages } from '@guichet/db/schema/messages';
import { turns } from '@guichet/db/schema/turns';
import { and, eq, gt, lt, sql } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { conversationScope } from '../conversation/conversation-scope.ts';
import { noSuchConversation } from '../conversation/no-such-conversation.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';

/** How many turns whose message came before `before` are still being answered, and the state of the conversation. Throws `not_found`. */
export async function countRunningTurns(
  context: ServiceContext,
  caller: Caller,
  { conversationId, before }: { conversationId: string; before: number },
): Promise<{ running: number; state: unknown }> {
  requirePermission(caller, 'message.read');
  const database = databaseFor(context.shards, caller.tenantId);
  const [[head], [count]] = await withRetries(context, () =>
    database.batch([
      database
        .select({ state: conversations.state })
        .from(conversations)
        .where(conversationScope(caller, conversationId)),
      database
        .select({ running: sql<number>`count(*)`.as('running') })
        .from(turns)
        .innerJoin(
          messages,
          and(eq(messages.turnId, turns.id), eq(messages.role, 'customer'), lt(messages.seq, before)),
        )
        .where(
          and(
            eq(turns.conversationId, conversationId),
            eq(turns.tenantId, caller.tenantId),
            eq(turns.status, 'running'),
            gt(turns.leaseUntil, context.now()),
          ),
        ),
    ]),
  );
  if (head === undefined) throw noSuchConversation();
  return { running: count?.running ?? 0, state: head.state };
}
