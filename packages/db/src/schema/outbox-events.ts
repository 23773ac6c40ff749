import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const outboxEvents = sqliteTable('outbox_events', {
  id: text('id').primaryKey(),
  tenantId: text('tenant_id').notNull(),
  conversationId: text('conversation_id').notNull(),
  type: text('type').notNull(),
  payload: text('payload', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  createdAt: integer('created_at').notNull(),
  deliveredAt: integer('delivered_at'),
});
