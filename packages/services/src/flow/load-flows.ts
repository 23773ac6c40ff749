import { databaseFor } from '@guichet/db/database-for';
import { flowReleases } from '@guichet/db/schema/flow-releases';
import { tenants } from '@guichet/db/schema/tenants';
import { and, eq } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';

export interface StoredFlows {
  releaseId: string | null;
  /** As they were stored; null before the first import. */
  compiled: unknown;
}

/** The tenant's current flows. */
export async function loadFlows(context: ServiceContext, tenantId: string): Promise<StoredFlows> {
  const database = databaseFor(context.shards, tenantId);
  const [found] = await withRetries(context, () =>
    database
      .select({ releaseId: flowReleases.id, compiled: flowReleases.compiled })
      .from(tenants)
      .innerJoin(flowReleases, and(eq(flowReleases.id, tenants.flowReleaseId), eq(flowReleases.tenantId, tenants.id)))
      .where(eq(tenants.id, tenantId)),
  );
  return found ?? { releaseId: null, compiled: null };
}
