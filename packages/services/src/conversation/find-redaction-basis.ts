import { databaseFor } from '@guichet/db/database-for';
import { conversations } from '@guichet/db/schema/conversations';
import { messages } from '@guichet/db/schema/messages';
import { and, desc, eq } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { conversationScope } from './conversation-scope.ts';
import { noSuchConversation } from './no-such-conversation.ts';

/** What a message is redacted with, beside itself. */
export interface RedactionBasis {
  /** How many placeholders of each kind were given out. */
  counts: Record<string, number>;
  /** The dialogue policy's memory. */
  state: unknown;
  /** The customer's last messages as stored, oldest first. */
  earlier: { id: string; text: string }[];
}

/** In so many messages before the present one a card number may have begun. */
const lookBack = 3;

/** Reads it in one trip. Throws `not_found`. */
export async function findRedactionBasis(
  context: ServiceContext,
  caller: Caller,
  conversationId: string,
): Promise<RedactionBasis> {
  requirePermission(caller, 'message.read');
  const database = databaseFor(context.shards, caller.tenantId);
  const [[row], earlier] = await withRetries(context, () =>
    database.batch([
      database
        .select({ counts: conversations.redactionCounts, state: conversations.state })
        .from(conversations)
        .where(conversationScope(caller, conversationId)),
      database
        .select({ id: messages.id, text: messages.text })
        .from(messages)
        .where(
          and(
            eq(messages.conversationId, conversationId),
            eq(messages.tenantId, caller.tenantId),
            eq(messages.role, 'customer'),
          ),
        )
        .orderBy(desc(messages.seq))
        .limit(lookBack),
    ]),
  );
  if (row === undefined) throw noSuchConversation();
  return { ...row, earlier: earlier.reverse() };
}
