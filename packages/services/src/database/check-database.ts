import { directoryDatabase } from '@guichet/db/database-for';
import { tenants } from '@guichet/db/schema/tenants';
import type { ServiceContext } from '../context.ts';
import { toCodedError } from './to-coded-error.ts';

/** Reads one row, without retries. Throws where the database does not answer or lacks its tables. */
export async function checkDatabase(context: ServiceContext): Promise<void> {
  await directoryDatabase(context.shards)
    .select({ id: tenants.id })
    .from(tenants)
    .limit(1)
    .catch((error) => Promise.reject(toCodedError(error)));
}
