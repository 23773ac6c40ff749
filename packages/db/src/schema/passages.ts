import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { int8Vector } from '../int8-vector.ts';

export const passages = sqliteTable(
  'passages',
  {
    tenantId: text('tenant_id').notNull(),
    releaseId: text('release_id').notNull(),
    id: text('id').notNull(),
    articleId: text('article_id').notNull(),
    language: text('language', { enum: ['en', 'zh'] }).notNull(),
    position: integer('position').notNull(),
    text: text('text').notNull(),
    textHash: text('text_hash').notNull(),
    vector: int8Vector('vector'),
    /** Name and version of the encoder that made the vector: others' vectors do not compare. */
    vectorModel: text('vector_model'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.releaseId, table.id] })],
);
