import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const usageEvents = sqliteTable('usage_events', {
  /** One turn is counted once, however often it was tried. */
  turnId: text('turn_id').primaryKey(),
  tenantId: text('tenant_id').notNull(),
  composition: text('composition', { enum: ['approved', 'generated', 'fixed'] }).notNull(),
  promptTokens: integer('prompt_tokens').notNull(),
  completionTokens: integer('completion_tokens').notNull(),
  createdAt: integer('created_at').notNull(),
});
