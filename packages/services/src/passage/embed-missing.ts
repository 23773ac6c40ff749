import { databaseFor, directoryDatabase } from '@guichet/db/database-for';
import { toInt8 } from '@guichet/db/int8-vector';
import { articles } from '@guichet/db/schema/articles';
import { passages } from '@guichet/db/schema/passages';
import { tenants } from '@guichet/db/schema/tenants';
import { and, eq, isNull, ne, or, sql } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';

export interface EmbedMissingOptions {
  /** Name and version of the encoder that `embed` asks. */
  model: string;
  embed(texts: string[]): Promise<number[][]>;
  /** Unix milliseconds after which no further batch is begun. */
  until: number;
}

const batchSize = 16;

/** Gives vectors to passages of the current release that have none of this encoder. Gives back how many still wait. Passes on what `embed` throws. */
export async function embedMissing(
  context: ServiceContext,
  caller: Caller,
  options: EmbedMissingOptions,
): Promise<number> {
  requirePermission(caller, 'passage.embed');
  const waiting = await selectWaiting(context, caller.tenantId, options.model);
  let done = 0;
  while (done < waiting.length && context.now() < options.until) {
    const batch = waiting.slice(done, done + batchSize);
    const vectors = await options.embed(batch.map(({ title, text }) => `${title}\n${text}`));
    await storeVectors(context, caller.tenantId, { batch, vectors, model: options.model });
    done += batch.length;
  }
  return waiting.length - done;
}

/** How many passages of the tenant's current release have no vector. */
export async function countUnembedded(context: ServiceContext, tenantId: string): Promise<number> {
  const database = databaseFor(context.shards, tenantId);
  const [row] = await withRetries(context, () =>
    database
      .select({ count: sql<number>`count(*)`.as('count') })
      .from(passages)
      .innerJoin(tenants, and(eq(tenants.id, passages.tenantId), eq(tenants.releaseId, passages.releaseId)))
      .where(and(eq(passages.tenantId, tenantId), isNull(passages.vector))),
  );
  return row?.count ?? 0;
}

/** Tenants whose current release waits for vectors of this encoder. */
export async function findTenantsToEmbed(context: ServiceContext, model: string): Promise<string[]> {
  const rows = await withRetries(context, () =>
    directoryDatabase(context.shards)
      .selectDistinct({ tenantId: passages.tenantId })
      .from(passages)
      .innerJoin(tenants, and(eq(tenants.id, passages.tenantId), eq(tenants.releaseId, passages.releaseId)))
      .where(or(isNull(passages.vectorModel), ne(passages.vectorModel, model)))
      .limit(20),
  );
  return rows.map((row) => row.tenantId);
}

interface Waiting {
  id: string;
  releaseId: string;
  title: string;
  text: string;
}

async function selectWaiting(context: ServiceContext, tenantId: string, model: string): Promise<Waiting[]> {
  const database = databaseFor(context.shards, tenantId);
  return withRetries(context, () =>
    database
      .select({ id: passages.id, releaseId: passages.releaseId, title: articles.title, text: passages.text })
      .from(passages)
      .innerJoin(tenants, and(eq(tenants.id, passages.tenantId), eq(tenants.releaseId, passages.releaseId)))
      .innerJoin(
        articles,
        and(
          eq(articles.tenantId, passages.tenantId),
          eq(articles.releaseId, passages.releaseId),
          eq(articles.id, passages.articleId),
          eq(articles.language, passages.language),
        ),
      )
      .where(and(eq(passages.tenantId, tenantId), or(isNull(passages.vectorModel), ne(passages.vectorModel, model)))),
  );
}

async function storeVectors(
  context: ServiceContext,
  tenantId: string,
  { batch, vectors, model }: { batch: Waiting[]; vectors: number[][]; model: string },
): Promise<void> {
  const database = databaseFor(context.shards, tenantId);
  const updates = batch.map(({ id, releaseId }, index) =>
    database
      .update(passages)
      .set({ vector: toInt8(vectors[index] ?? []), vectorModel: model })
      .where(and(eq(passages.tenantId, tenantId), eq(passages.releaseId, releaseId), eq(passages.id, id))),
  );
  const [first, ...rest] = updates;
  if (first !== undefined) await withRetries(context, () => database.batch([first, ...rest]));
}
