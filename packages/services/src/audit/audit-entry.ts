import type { Database } from '@guichet/db/database-for';
import { auditLog } from '@guichet/db/schema/audit-log';
import { tenants } from '@guichet/db/schema/tenants';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { actorOf, type Caller } from '../security/caller.ts';

export interface AuditEntry {
  id: string;
  action: string;
  target: string;
  at: number;
  /** Holds only where the change took, since a change that matches no row does not end a batch. */
  when: SQL | undefined;
}

/** The statement that records a change in the audit log; it belongs in the batch of the change. */
export function auditEntry(database: Database, caller: Caller, { id, action, target, at, when }: AuditEntry) {
  return database
    .insert(auditLog)
    .select(
      database
        .select({
          id: sql<string>`${id}`.as('id'),
          tenantId: tenants.id,
          actor: sql<string>`${actorOf(caller)}`.as('actor'),
          action: sql<string>`${action}`.as('action'),
          target: sql<string>`${target}`.as('target'),
          createdAt: sql<number>`${at}`.as('created_at'),
        })
        .from(tenants)
        .where(and(eq(tenants.id, caller.tenantId), when)),
    )
    .onConflictDoNothing();
}
