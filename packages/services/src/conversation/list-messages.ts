import { databaseFor } from '@guichet/db/database-for';
import { conversations } from '@guichet/db/schema/conversations';
import { messages } from '@guichet/db/schema/messages';
import { turns } from '@guichet/db/schema/turns';
import type { ConversationMessage, ConversationMessages } from '@guichet/protocol/conversation';
import { and, asc, eq, gt } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { conversationScope } from './conversation-scope.ts';
import { noSuchConversation } from './no-such-conversation.ts';

const columns = {
  id: messages.id,
  seq: messages.seq,
  role: messages.role,
  text: messages.text,
  language: messages.language,
  createdAt: messages.createdAt,
  inReplyTo: messages.inReplyTo,
  sources: messages.sources,
  choices: messages.choices,
  degradedReason: messages.degradedReason,
  interaction: messages.interaction,
  status: turns.status,
  clientMessageId: turns.clientMessageId,
  decision: turns.decision,
};

export interface ListMessagesInput {
  conversationId: string;
  /** Messages with a higher `seq` only. */
  after: number;
  limit: number;
}

/** A conversation's history, oldest first. Throws `not_found`. */
export async function listMessages(
  context: ServiceContext,
  caller: Caller,
  input: ListMessagesInput,
): Promise<ConversationMessages> {
  requirePermission(caller, 'message.read');
  const { conversationId, after, limit } = input;
  const database = databaseFor(context.shards, caller.tenantId);
  const [found, rows] = await withRetries(context, () =>
    database.batch([
      database.select({ id: conversations.id }).from(conversations).where(conversationScope(caller, conversationId)),
      database
        .select(columns)
        .from(messages)
        .innerJoin(turns, eq(turns.id, messages.turnId))
        .where(
          and(
            eq(messages.conversationId, conversationId),
            eq(messages.tenantId, caller.tenantId),
            gt(messages.seq, after),
          ),
        )
        .orderBy(asc(messages.seq))
        .limit(limit + 1),
    ]),
  );
  if (found.length === 0) throw noSuchConversation();
  return { object: 'list', data: rows.slice(0, limit).map(toMessage), hasMore: rows.length > limit };
}

type Row = Pick<typeof messages.$inferSelect, 'id' | 'seq' | 'role' | 'text' | 'language' | 'createdAt'> &
  Pick<typeof messages.$inferSelect, 'inReplyTo' | 'sources' | 'choices' | 'degradedReason' | 'interaction'> &
  Pick<typeof turns.$inferSelect, 'status' | 'clientMessageId' | 'decision'>;

function toMessage(row: Row): ConversationMessage {
  const { id, seq, role, text, language } = row;
  const shared = { id, seq, role, text, language, createdAt: new Date(row.createdAt).toISOString() };
  return role === 'customer' ? { ...shared, ...customerPart(row) } : { ...shared, ...assistantPart(row) };
}

function customerPart({ status, clientMessageId }: Row) {
  return { status, ...(clientMessageId === null ? {} : { clientMessageId }) };
}

function assistantPart({ decision, inReplyTo, sources, choices, degradedReason, interaction }: Row) {
  return {
    ...(inReplyTo === null ? {} : { inReplyTo }),
    ...(decision === null ? {} : { decision }),
    sources: sources ?? [],
    choices: choices ?? [],
    degraded: degradedReason !== null,
    ...(interaction === null ? {} : { interaction }),
  };
}
