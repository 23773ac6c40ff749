import { databaseFor } from '@guichet/db/database-for';
import { apiKeys } from '@guichet/db/schema/api-keys';
import { sql } from 'drizzle-orm';
import { auditEntry } from '../audit/audit-entry.ts';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { sha256 } from '../security/sha256.ts';

export interface NewKey {
  kind: 'secret' | 'publishable';
  /** What a secret key may do; a publishable key has its own few rights. Default `write`. */
  access?: 'read' | 'write';
  /** The key itself, at least 20 characters; made by the caller so that a repeated call makes no second key. */
  key: string;
}

/** Registers a key of the caller's tenant; only its hash is kept. Registering the same key again changes nothing. */
export async function createKey(context: ServiceContext, caller: Caller, wanted: NewKey): Promise<void> {
  requirePermission(caller, 'key.create');
  const { kind, access = 'write', key } = wanted;
  if (key.length < 20) throw new RangeError('A key needs at least 20 characters.');
  const database = databaseFor(context.shards, caller.tenantId);
  const hash = await sha256(key);
  const id = context.newId('key');
  const auditId = context.newId('audit');
  const createdAt = context.now();
  const prefix = key.slice(0, 12);
  await withRetries(context, () =>
    database.batch([
      database
        .insert(apiKeys)
        .values({ id, tenantId: caller.tenantId, hash, kind, access, prefix, createdAt })
        .onConflictDoNothing(),
      auditEntry(database, caller, {
        id: auditId,
        action: 'key.create',
        target: id,
        at: createdAt,
        when: sql`EXISTS (SELECT 1 FROM ${apiKeys} WHERE id = ${id})`,
      }),
    ]),
  );
}
