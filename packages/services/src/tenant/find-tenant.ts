import { databaseFor } from '@guichet/db/database-for';
import { tenants } from '@guichet/db/schema/tenants';
import { type TenantSettings, tenantSettings } from '@guichet/protocol/tenant-settings';
import { eq } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';

/** A tenant's settings, or `undefined` where there is no such tenant. */
export async function findTenant(context: ServiceContext, tenantId: string): Promise<TenantSettings | undefined> {
  const database = databaseFor(context.shards, tenantId);
  const [row] = await withRetries(context, () =>
    database.select({ settings: tenants.settings }).from(tenants).where(eq(tenants.id, tenantId)),
  );
  return row === undefined ? undefined : tenantSettings.parse(row.settings);
}
