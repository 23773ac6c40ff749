import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const knowledgeReleases = sqliteTable('knowledge_releases', {
  /** Hash of the tenant and the content. */
  id: text('id').primaryKey(),
  tenantId: text('tenant_id').notNull(),
  articles: integer('articles').notNull(),
  passages: integer('passages').notNull(),
  createdAt: integer('created_at').notNull(),
});
