import { sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The full-text index (FTS5). `scope` holds the release as a term; only `scope` and `terms` are searched. */
export const passagesFts = sqliteTable('passages_fts', {
  scope: text('scope').notNull(),
  terms: text('terms').notNull(),
  passageId: text('passage_id').notNull(),
  articleId: text('article_id').notNull(),
  language: text('language', { enum: ['en', 'zh'] }).notNull(),
  releaseId: text('release_id').notNull(),
});
