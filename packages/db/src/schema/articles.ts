import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const articles = sqliteTable(
  'articles',
  {
    tenantId: text('tenant_id').notNull(),
    releaseId: text('release_id').notNull(),
    id: text('id').notNull(),
    language: text('language', { enum: ['en', 'zh'] }).notNull(),
    version: integer('version').notNull(),
    expert: text('expert').notNull(),
    intents: text('intents', { mode: 'json' }).$type<string[]>().notNull(),
    legal: integer('legal', { mode: 'boolean' }).notNull(),
    title: text('title').notNull(),
    summary: text('summary').notNull(),
    body: text('body').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.releaseId, table.id, table.language] })],
);
