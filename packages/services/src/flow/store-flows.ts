import { databaseFor } from '@guichet/db/database-for';
import { flowReleases } from '@guichet/db/schema/flow-releases';
import { tenants } from '@guichet/db/schema/tenants';
import { and, eq, ne, sql } from 'drizzle-orm';
import { auditEntry } from '../audit/audit-entry.ts';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { sha256 } from '../security/sha256.ts';

export interface NewFlows {
  files: { path: string; content: string }[];
  /** The checked flows as plain JSON. */
  compiled: unknown;
}

/**
 * Makes a set of flows the tenant's current one, in one batch. Open conversations go on with it: a flow whose version changed is closed with a
 * word. Gives the release's id, and `false` where it was current already.
 */
export async function storeFlows(
  context: ServiceContext,
  caller: Caller,
  { files, compiled }: NewFlows,
): Promise<{ release: string; changed: boolean }> {
  requirePermission(caller, 'flow.import');
  const { tenantId } = caller;
  const database = databaseFor(context.shards, tenantId);
  const release = await sha256(JSON.stringify([tenantId, compiled]));
  const [tenant] = await withRetries(context, () =>
    database.select({ flowReleaseId: tenants.flowReleaseId }).from(tenants).where(eq(tenants.id, tenantId)),
  );
  if (tenant?.flowReleaseId === release) return { release, changed: false };
  const now = context.now();
  const auditId = context.newId('audit');
  await withRetries(context, () =>
    database.batch([
      database
        .insert(flowReleases)
        .values({ id: release, tenantId, files, compiled, createdAt: now })
        .onConflictDoNothing(),
      auditEntry(database, caller, {
        id: auditId,
        action: 'flow.import',
        target: release,
        at: now,
        when: sql`${tenants.flowReleaseId} IS NOT ${release}`,
      }),
      // The release before stays for turns that run on it; older ones go.
      database
        .delete(flowReleases)
        .where(
          and(
            eq(flowReleases.tenantId, tenantId),
            ne(flowReleases.id, release),
            sql`${flowReleases.id} IS NOT (SELECT flow_release_id FROM ${tenants} WHERE id = ${tenantId})`,
          ),
        ),
      database.update(tenants).set({ flowReleaseId: release }).where(eq(tenants.id, tenantId)),
    ]),
  );
  return { release, changed: true };
}
