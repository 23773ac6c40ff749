import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const conversations = sqliteTable('conversations', {
  id: text('id').primaryKey(),
  tenantId: text('tenant_id').notNull(),
  /** SHA-256 of the session token, hex. */
  sessionTokenHash: text('session_token_hash').notNull(),
  language: text('language', { enum: ['en', 'zh'] }),
  /** The dialogue policy's memory; its owner parses it. */
  state: text('state', { mode: 'json' }).$type<unknown>().notNull(),
  stateSeq: integer('state_seq').notNull(),
  /** How many placeholders of each kind were given out. */
  redactionCounts: text('redaction_counts', { mode: 'json' }).$type<Record<string, number>>().notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});
