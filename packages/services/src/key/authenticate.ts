import { directoryDatabase } from '@guichet/db/database-for';
import { apiKeys } from '@guichet/db/schema/api-keys';
import { and, eq, isNull } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';

/** The caller who holds the key with this hash, or `undefined`. The one query that runs before the tenant is known. */
export async function authenticate(context: ServiceContext, keyHash: string): Promise<Caller | undefined> {
  const [row] = await withRetries(context, () =>
    directoryDatabase(context.shards)
      .select({ id: apiKeys.id, tenantId: apiKeys.tenantId, kind: apiKeys.kind, access: apiKeys.access })
      .from(apiKeys)
      .where(and(eq(apiKeys.hash, keyHash), isNull(apiKeys.revokedAt))),
  );
  if (row === undefined) return undefined;
  const { id: keyId, tenantId, kind, access } = row;
  return kind === 'secret' ? { kind, tenantId, keyId, access } : { kind, tenantId, keyId };
}
