import { databaseFor } from '@guichet/db/database-for';
import { actionAttempts } from '@guichet/db/schema/action-attempts';
import { and, eq } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import type { Attempt } from './claim-action.ts';

/** An attempt of the caller's tenant, or `undefined`. */
export async function findAttempt(context: ServiceContext, caller: Caller, id: string): Promise<Attempt | undefined> {
  requirePermission(caller, 'action.run');
  const database = databaseFor(context.shards, caller.tenantId);
  const [row] = await withRetries(context, () =>
    database
      .select()
      .from(actionAttempts)
      .where(and(eq(actionAttempts.id, id), eq(actionAttempts.tenantId, caller.tenantId))),
  );
  return row;
}
