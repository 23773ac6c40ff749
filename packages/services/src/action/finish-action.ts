import { databaseFor } from '@guichet/db/database-for';
import { actionAttempts } from '@guichet/db/schema/action-attempts';
import { identities } from '@guichet/db/schema/identities';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { auditEntry } from '../audit/audit-entry.ts';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import type { Attempt } from './claim-action.ts';

export interface FinishActionInput {
  attempt: Pick<Attempt, 'id' | 'conversationId' | 'action' | 'effect'>;
  /** `unknown`: no answer, or one that says nothing. */
  status: 'done' | 'failed' | 'unknown';
  /** How often it was sent. */
  sent: number;
  code: string | null;
  /** The sealed answer of an effect. */
  outcome: string | null;
  /** A checked one-time code raises the customer's assurance for so many milliseconds. */
  stepUpMs?: number | undefined;
}

/**
 * Records what became of a claimed action, once: the first to learn of an end writes it, and an outcome that was unknown may still
 * become known. Effects go into the audit log.
 */
export async function finishAction(context: ServiceContext, caller: Caller, input: FinishActionInput): Promise<void> {
  requirePermission(caller, 'action.run');
  const { attempt, status, sent, code, outcome, stepUpMs } = input;
  const database = databaseFor(context.shards, caller.tenantId);
  const now = context.now();
  const auditId = context.newId('audit');
  const mine = and(eq(actionAttempts.id, attempt.id), eq(actionAttempts.tenantId, caller.tenantId));
  const written = sql`EXISTS (SELECT 1 FROM ${actionAttempts} WHERE id = ${attempt.id} AND tenant_id = ${caller.tenantId} AND status = ${status} AND ended_at = ${now})`;
  const until = now + (stepUpMs ?? 0);
  await withRetries(context, () =>
    database.batch([
      database
        .update(actionAttempts)
        .set({ status, code, outcome, attempt: sql`${actionAttempts.attempt} + ${sent}`, endedAt: now })
        .where(and(mine, inArray(actionAttempts.status, ['claimed', 'unknown']))),
      database
        .update(identities)
        .set({ steppedUpUntil: until, verifiedUntil: sql`max(${identities.verifiedUntil}, ${until})` })
        .where(
          and(
            eq(identities.conversationId, attempt.conversationId),
            eq(identities.tenantId, caller.tenantId),
            stepUpMs === undefined || status !== 'done' ? sql`false` : written,
          ),
        ),
      auditEntry(database, caller, {
        id: auditId,
        action: `action.${status}`,
        target: `${attempt.action} ${attempt.id}`,
        at: now,
        when: attempt.effect === 'write' ? written : sql`false`,
      }),
    ]),
  );
}
