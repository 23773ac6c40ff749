import { databaseFor } from '@guichet/db/database-for';
import { articles } from '@guichet/db/schema/articles';
import { passages } from '@guichet/db/schema/passages';
import { tenants } from '@guichet/db/schema/tenants';
import type { Language } from '@guichet/protocol/language';
import { and, eq, sql } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';

export interface KnowledgeArticle {
  id: string;
  language: Language;
  version: number;
  expert: string;
  intents: string[];
  legal: boolean;
  title: string;
  summary: string;
  body: string;
}

export interface KnowledgePassage {
  id: string;
  articleId: string;
  language: Language;
  text: string;
  vector: Int8Array | null;
  /** Euclidean length of the stored vector, so that a dot product becomes a cosine. */
  vectorLength: number;
  vectorModel: string | null;
}

/** All that a tenant answers from at one release. */
export interface Knowledge {
  releaseId: string | null;
  articles: KnowledgeArticle[];
  passages: KnowledgePassage[];
}

/** The tenant's current release as a whole; empty before the first import. */
export async function loadKnowledge(context: ServiceContext, tenantId: string): Promise<Knowledge> {
  const database = databaseFor(context.shards, tenantId);
  const current = sql`(SELECT release_id FROM ${tenants} WHERE id = ${tenantId})`;
  const [[tenant], articleRows, passageRows] = await withRetries(context, () =>
    database.batch([
      database.select({ releaseId: tenants.releaseId }).from(tenants).where(eq(tenants.id, tenantId)),
      database
        .select()
        .from(articles)
        .where(and(eq(articles.tenantId, tenantId), eq(articles.releaseId, current)))
        .orderBy(articles.id),
      database
        .select()
        .from(passages)
        .where(and(eq(passages.tenantId, tenantId), eq(passages.releaseId, current)))
        .orderBy(passages.articleId, passages.position),
    ]),
  );
  return {
    releaseId: tenant?.releaseId ?? null,
    articles: articleRows.map(({ tenantId: _tenant, releaseId: _release, ...article }) => article),
    passages: passageRows.map(toPassage),
  };
}

function toPassage(row: typeof passages.$inferSelect): KnowledgePassage {
  const { id, articleId, language, text, vector, vectorModel } = row;
  const vectorLength = Math.sqrt((vector ?? new Int8Array()).reduce((sum, value) => sum + value * value, 0));
  return { id, articleId, language, text, vector, vectorLength, vectorModel };
}
