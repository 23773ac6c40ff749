import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const flowReleases = sqliteTable('flow_releases', {
  /** Hash of the tenant and the files. */
  id: text('id').primaryKey(),
  tenantId: text('tenant_id').notNull(),
  /** As they were sent. */
  files: text('files', { mode: 'json' }).$type<{ path: string; content: string }[]>().notNull(),
  /** As the dialogue policy takes them; it parses them. */
  compiled: text('compiled', { mode: 'json' }).$type<unknown>().notNull(),
  createdAt: integer('created_at').notNull(),
});
