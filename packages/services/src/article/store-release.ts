import { type Database, databaseFor } from '@guichet/db/database-for';
import { articles } from '@guichet/db/schema/articles';
import { knowledgeReleases } from '@guichet/db/schema/knowledge-releases';
import { passages } from '@guichet/db/schema/passages';
import { passagesFts } from '@guichet/db/schema/passages-fts';
import { tenants } from '@guichet/db/schema/tenants';
import { and, eq, sql } from 'drizzle-orm';
import { auditEntry } from '../audit/audit-entry.ts';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import type { NewPassage, PreparedRelease } from './prepare-release.ts';

// Raw selects give the columns in the order of the table. A bound value may be 2 MB; rows travel as JSON arrays well below that, since a statement takes only 100 values.
const longestJson = 400_000;

/**
 * Makes a release the tenant's current one, in one batch. Passages whose text is known keep their vectors. The release before
 * stays for turns that run on it; older ones go. Gives `false` where the release was current already.
 */
export async function storeRelease(
  context: ServiceContext,
  caller: Caller,
  release: PreparedRelease,
): Promise<boolean> {
  const { tenantId } = caller;
  const database = databaseFor(context.shards, tenantId);
  const [tenant] = await withRetries(context, () =>
    database.select({ releaseId: tenants.releaseId }).from(tenants).where(eq(tenants.id, tenantId)),
  );
  if (tenant?.releaseId === release.id) return false;
  const now = context.now();
  const auditId = context.newId('audit');
  await withRetries(context, () =>
    database.batch([
      database
        .insert(knowledgeReleases)
        .values({
          id: release.id,
          tenantId,
          articles: release.articles.length,
          passages: release.passages.length,
          createdAt: now,
        })
        .onConflictDoNothing(),
      ...chunks(release.articles).map((rows) => insertArticles({ database, tenantId, releaseId: release.id, rows })),
      ...chunks(release.passages.map(withoutTerms)).map((rows) =>
        insertPassages({ database, tenantId, releaseId: release.id, rows }),
      ),
      database.delete(passagesFts).where(eq(passagesFts.releaseId, release.id)),
      ...chunks(release.passages.map(searchRow)).map((rows) =>
        insertSearchRows({ database, tenantId, releaseId: release.id, rows }),
      ),
      auditEntry(database, caller, {
        id: auditId,
        action: 'article.import',
        target: release.id,
        at: now,
        when: sql`${tenants.releaseId} IS NOT ${release.id}`,
      }),
      ...prune({ database, tenantId, releaseId: release.id }),
      database.update(tenants).set({ releaseId: release.id }).where(eq(tenants.id, tenantId)),
    ]),
  );
  return true;
}

interface RowsInput {
  database: Database;
  tenantId: string;
  releaseId: string;
  rows: string;
}

function insertArticles({ database, tenantId, releaseId, rows }: RowsInput) {
  return database
    .insert(articles)
    .select(
      sql`SELECT ${tenantId}, ${releaseId}, value ->> 'id', value ->> 'language', value ->> 'version', value ->> 'expert',
        value -> 'intents', value ->> 'legal', value ->> 'title', value ->> 'summary', value ->> 'body'
      FROM json_each(${rows}) WHERE true`,
    )
    .onConflictDoNothing();
}

function insertPassages({ database, tenantId, releaseId, rows }: RowsInput) {
  const known = sql`
    FROM ${passages} AS known WHERE known.tenant_id = ${tenantId} AND known.text_hash = value ->> 'textHash'
      AND known.vector IS NOT NULL LIMIT 1`;
  return database
    .insert(passages)
    .select(
      sql`SELECT ${tenantId}, ${releaseId}, value ->> 'id', value ->> 'articleId', value ->> 'language',
        value ->> 'position', value ->> 'text', value ->> 'textHash', (SELECT vector ${known}), (SELECT vector_model ${known})
      FROM json_each(${rows}) WHERE true`,
    )
    .onConflictDoNothing();
}

/** The search index holds the release as a term of its own: a query for one release never reads another tenant's rows. */
function insertSearchRows({ database, releaseId, rows }: RowsInput) {
  return database.insert(passagesFts).select(
    sql`SELECT ${releaseId}, value ->> 'terms', value ->> 'id', value ->> 'articleId', value ->> 'language', ${releaseId}
      FROM json_each(${rows})`,
  );
}

function prune({ database, tenantId, releaseId }: Omit<RowsInput, 'rows'>) {
  const outdated = sql`(
    SELECT id FROM ${knowledgeReleases} WHERE tenant_id = ${tenantId} AND id <> ${releaseId}
      AND id IS NOT (SELECT release_id FROM ${tenants} WHERE id = ${tenantId}))`;
  return [
    database.delete(passagesFts).where(sql`${passagesFts.releaseId} IN ${outdated}`),
    database.delete(passages).where(and(eq(passages.tenantId, tenantId), sql`${passages.releaseId} IN ${outdated}`)),
    database.delete(articles).where(and(eq(articles.tenantId, tenantId), sql`${articles.releaseId} IN ${outdated}`)),
    database
      .delete(knowledgeReleases)
      .where(and(eq(knowledgeReleases.tenantId, tenantId), sql`${knowledgeReleases.id} IN ${outdated}`)),
  ];
}

function withoutTerms({ terms: _terms, ...passage }: NewPassage) {
  return passage;
}

function searchRow({ id, articleId, language, terms }: NewPassage) {
  return { id, articleId, language, terms };
}

/** The rows as JSON arrays, none longer than a bound value may be. */
function chunks(rows: readonly object[]): string[] {
  const arrays: string[] = [];
  let pending: string[] = [];
  let size = 0;
  for (const row of rows.map((entry) => JSON.stringify(entry))) {
    if (size + row.length > longestJson && pending.length > 0) {
      arrays.push(`[${pending.join(',')}]`);
      pending = [];
      size = 0;
    }
    pending.push(row);
    size += row.length;
  }
  return pending.length === 0 ? arrays : [...arrays, `[${pending.join(',')}]`];
}
