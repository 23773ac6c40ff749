import { messages } from '@guichet/db/schema/messages';
import { sql } from 'drizzle-orm';

/** The next number in a conversation, computed by the INSERT itself: two messages at once get two numbers, and none is left out. */
export function nextSeq(conversationId: string) {
  return sql<number>`(SELECT coalesce(max(seq), 0) + 1 FROM ${messages} WHERE conversation_id = ${conversationId})`.as(
    'seq',
  );
}
