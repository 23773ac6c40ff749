import type { Route } from '@guichet/protocol/route';
import { integer, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';

export const turns = sqliteTable(
  'turns',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id').notNull(),
    conversationId: text('conversation_id').notNull(),
    clientMessageId: text('client_message_id'),
    status: text('status', { enum: ['accepted', 'running', 'answered', 'failed'] }).notNull(),
    /** Grows when somebody takes over; an answer of an earlier attempt no longer counts. */
    attempt: integer('attempt').notNull(),
    leaseUntil: integer('lease_until').notNull(),
    replyId: text('reply_id'),
    route: text('route', { mode: 'json' }).$type<Route>(),
    decision: text('decision', { enum: ['answer', 'clarify', 'refuse', 'handoff', 'flow'] }),
    createdAt: integer('created_at').notNull(),
    endedAt: integer('ended_at'),
  },
  (table) => [unique().on(table.conversationId, table.clientMessageId)],
);
