import { databaseFor } from '@guichet/db/database-for';
import { conversations } from '@guichet/db/schema/conversations';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { conversationScope } from './conversation-scope.ts';
import { noSuchConversation } from './no-such-conversation.ts';

/** How many placeholders of each kind a conversation has given out. Throws `not_found`. */
export async function findRedactionCounts(
  context: ServiceContext,
  caller: Caller,
  conversationId: string,
): Promise<Record<string, number>> {
  requirePermission(caller, 'message.read');
  const database = databaseFor(context.shards, caller.tenantId);
  const [row] = await withRetries(context, () =>
    database
      .select({ counts: conversations.redactionCounts })
      .from(conversations)
      .where(conversationScope(caller, conversationId)),
  );
  if (row === undefined) throw noSuchConversation();
  return row.counts;
}
