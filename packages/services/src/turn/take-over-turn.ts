import { databaseFor } from '@guichet/db/database-for';
import { turns } from '@guichet/db/schema/turns';
import { and, eq, lte, sql } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';

export interface TakeOverInput {
  turnId: string;
  /** The attempt whose lease ran out. */
  attempt: number;
  leaseMs: number;
}

/** Begins the next attempt of a turn whose runner is gone. Gives `false` where it is still leased, closed, or taken by another. */
export async function takeOverTurn(context: ServiceContext, caller: Caller, input: TakeOverInput): Promise<boolean> {
  requirePermission(caller, 'message.send');
  const { turnId, attempt, leaseMs } = input;
  const now = context.now();
  const database = databaseFor(context.shards, caller.tenantId);
  // After a lost connection the second try may miss its own first one: then the turn waits for the sweep, and nobody answers twice.
  const taken = await withRetries(context, () =>
    database
      .update(turns)
      .set({ attempt: sql`${turns.attempt} + 1`, leaseUntil: now + leaseMs })
      .where(
        and(
          eq(turns.id, turnId),
          eq(turns.tenantId, caller.tenantId),
          eq(turns.status, 'running'),
          eq(turns.attempt, attempt),
          lte(turns.leaseUntil, now),
        ),
      )
      .returning({ id: turns.id }),
  );
  return taken.length > 0;
}
