import type { Database } from '@guichet/db/database-for';
import { passagesFts } from '@guichet/db/schema/passages-fts';
import { tenants } from '@guichet/db/schema/tenants';
import type { Language } from '@guichet/protocol/language';
import { sql } from 'drizzle-orm';
import { queryExpression } from './search-terms.ts';

export interface SearchHit {
  passageId: string;
  articleId: string;
  language: Language;
}

const mostHits = 16;

/**
 * The statement that finds passages of the tenant's current release by their words, best first. It is given back unrun, so that
 * it can ride in a batch.
 */
export function searchPassages(database: Database, tenantId: string, text: string) {
  return database
    .select({
      passageId: passagesFts.passageId,
      articleId: passagesFts.articleId,
      language: passagesFts.language,
    })
    .from(passagesFts)
    .where(
      // Without a release the expression would be NULL, which FTS5 reads as a syntax error.
      sql`passages_fts MATCH coalesce((
        SELECT 'scope : "' || release_id || '" AND terms : (' || ${queryExpression(text)} || ')'
        FROM ${tenants} WHERE id = ${tenantId}), 'scope : "none"')`,
    )
    .orderBy(sql`rank`)
    .limit(mostHits);
}
