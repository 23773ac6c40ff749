import { databaseFor } from '@guichet/db/database-for';
import { conversations } from '@guichet/db/schema/conversations';
import type { Assurance } from '@guichet/protocol/assurance';
import type { ServiceContext } from '../context.ts';
import { conversationScope } from '../conversation/conversation-scope.ts';
import { noSuchConversation } from '../conversation/no-such-conversation.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { assuranceOf } from './assurance-of.ts';
import { selectIdentity } from './select-identity.ts';

/** How far the customer of a conversation has proven who they are, now. Throws `not_found`. */
export async function findAssurance(
  context: ServiceContext,
  caller: Caller,
  conversationId: string,
): Promise<Assurance> {
  requirePermission(caller, 'message.read');
  const database = databaseFor(context.shards, caller.tenantId);
  const [found, [identity]] = await withRetries(context, () =>
    database.batch([
      database.select({ id: conversations.id }).from(conversations).where(conversationScope(caller, conversationId)),
      selectIdentity(database, caller.tenantId, conversationId),
    ]),
  );
  if (found.length === 0) throw noSuchConversation();
  return assuranceOf(identity, context.now());
}
