import type { Database } from '@guichet/db/database-for';
import { messages } from '@guichet/db/schema/messages';
import { turns } from '@guichet/db/schema/turns';
import { type SQL, sql } from 'drizzle-orm';

type Row = typeof messages.$inferSelect;

export type NewMessage = Pick<Row, 'id' | 'conversationId' | 'role' | 'text' | 'language' | 'createdAt'> &
  Partial<Pick<Row, 'inReplyTo' | 'sources' | 'choices' | 'composition' | 'degradedReason' | 'interaction'>> & {
    /** Stands in for the text where it holds; compared by the statement itself. */
    textInstead?: { text: string; where: SQL };
  };

/**
 * The statement that adds a message to the turn under a condition, and nothing where no turn fulfils it. Its number is computed by
 * the statement itself: two messages at once get two numbers, and none is left out.
 */
export function insertMessage(database: Database, message: NewMessage, turn: SQL | undefined) {
  const { conversationId } = message;
  return database
    .insert(messages)
    .select(
      database
        .select({
          id: sql<string>`${message.id}`.as('id'),
          tenantId: turns.tenantId,
          conversationId: turns.conversationId,
          turnId: sql<string>`${turns.id}`.as('turn_id'),
          seq: sql<number>`(SELECT coalesce(max(seq), 0) + 1 FROM ${messages} WHERE conversation_id = ${conversationId})`.as(
            'seq',
          ),
          role: sql<Row['role']>`${message.role}`.as('role'),
          text: storedText(message).as('text'),
          language: sql<Row['language']>`${message.language}`.as('language'),
          inReplyTo: sql<string | null>`${message.inReplyTo ?? null}`.as('in_reply_to'),
          sources: sql<Row['sources']>`${toJson(message.sources)}`.as('sources'),
          choices: sql<Row['choices']>`${toJson(message.choices)}`.as('choices'),
          composition: sql<Row['composition']>`${message.composition ?? null}`.as('composition'),
          degradedReason: sql<Row['degradedReason']>`${message.degradedReason ?? null}`.as('degraded_reason'),
          createdAt: sql<number>`${message.createdAt}`.as('created_at'),
          interaction: sql<Row['interaction']>`${toJson(message.interaction)}`.as('interaction'),
        })
        .from(turns)
        .where(turn),
    )
    .onConflictDoNothing();
}

function storedText({ text, textInstead }: NewMessage): SQL<string> {
  if (textInstead === undefined) return sql<string>`${text}`;
  return sql<string>`CASE WHEN ${textInstead.where} THEN ${textInstead.text} ELSE ${text} END`;
}

function toJson(value: object | null | undefined): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
