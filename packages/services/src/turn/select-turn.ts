import type { Database } from '@guichet/db/database-for';
import { messages } from '@guichet/db/schema/messages';
import { turns } from '@guichet/db/schema/turns';
import { and, eq, type SQL, sql } from 'drizzle-orm';

// Inside a batch, rows come back by column name: two columns of one name would fall into one. Hence the aliases.

/** The turn under a condition, with the customer's message that opened it. */
export function selectTurn(database: Database, tenantId: string, condition: SQL | undefined) {
  return database
    .select({
      id: turns.id,
      status: turns.status,
      attempt: turns.attempt,
      leaseUntil: turns.leaseUntil,
      replyId: turns.replyId,
      route: turns.route,
      decision: turns.decision,
      seq: messages.seq,
      text: messages.text,
      language: messages.language,
      messageId: sql<string>`${messages.id}`.as('message_id'),
    })
    .from(turns)
    .innerJoin(messages, and(eq(messages.turnId, turns.id), eq(messages.role, 'customer')))
    .where(and(eq(turns.tenantId, tenantId), condition));
}

/** The reply to the turn under a condition; no row while there is none. */
export function selectReply(database: Database, tenantId: string, condition: SQL | undefined) {
  return database
    .select({
      id: messages.id,
      turnId: messages.turnId,
      seq: messages.seq,
      role: messages.role,
      text: messages.text,
      language: messages.language,
      inReplyTo: messages.inReplyTo,
      sources: messages.sources,
      choices: messages.choices,
      composition: messages.composition,
      degradedReason: messages.degradedReason,
      interaction: messages.interaction,
      createdAt: messages.createdAt,
    })
    .from(messages)
    .innerJoin(turns, eq(turns.id, messages.turnId))
    .where(and(eq(messages.tenantId, tenantId), eq(messages.role, 'assistant'), condition));
}

export type SelectedTurn = Awaited<ReturnType<typeof selectTurn>>[number];
