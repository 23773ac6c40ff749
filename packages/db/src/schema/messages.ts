import type { Interaction } from '@guichet/protocol/interaction';
import type { Choice, DegradedReason, Source } from '@guichet/protocol/message';
import { integer, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';

export const messages = sqliteTable(
  'messages',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id').notNull(),
    conversationId: text('conversation_id').notNull(),
    turnId: text('turn_id').notNull(),
    /** Dense per conversation from 1, computed inside the INSERT. */
    seq: integer('seq').notNull(),
    role: text('role', { enum: ['customer', 'assistant'] }).notNull(),
    text: text('text').notNull(),
    language: text('language', { enum: ['en', 'zh'] }),
    inReplyTo: text('in_reply_to').unique(),
    sources: text('sources', { mode: 'json' }).$type<Source[]>(),
    choices: text('choices', { mode: 'json' }).$type<Choice[]>(),
    composition: text('composition', { enum: ['approved', 'generated', 'fixed'] }),
    degradedReason: text('degraded_reason').$type<DegradedReason>(),
    createdAt: integer('created_at').notNull(),
    /** What the reply asks the customer to do. */
    interaction: text('interaction', { mode: 'json' }).$type<Interaction>(),
  },
  (table) => [unique().on(table.conversationId, table.seq)],
);
