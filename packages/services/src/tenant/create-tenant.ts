import { databaseFor } from '@guichet/db/database-for';
import { tenants } from '@guichet/db/schema/tenants';
import { type TenantSettings, tenantSettings } from '@guichet/protocol/tenant-settings';
import { eq, sql } from 'drizzle-orm';
import { auditEntry } from '../audit/audit-entry.ts';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';

/** Makes the caller's tenant, or gives it these settings where it exists. Its knowledge, keys and conversations stay. */
export async function createTenant(context: ServiceContext, caller: Caller, settings: TenantSettings): Promise<void> {
  requirePermission(caller, 'tenant.create');
  const parsed = tenantSettings.parse(settings);
  const database = databaseFor(context.shards, caller.tenantId);
  const now = context.now();
  const auditId = context.newId('audit');
  await withRetries(context, () =>
    database.batch([
      database
        .insert(tenants)
        .values({ id: caller.tenantId, settings: parsed, createdAt: now, updatedAt: now })
        .onConflictDoUpdate({
          target: tenants.id,
          set: { settings: parsed, updatedAt: now },
          setWhere: sql`${tenants.settings} <> excluded.settings`,
        }),
      auditEntry(database, caller, {
        id: auditId,
        action: 'tenant.create',
        target: caller.tenantId,
        at: now,
        when: eq(tenants.updatedAt, now),
      }),
    ]),
  );
}
