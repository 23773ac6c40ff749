import { directoryDatabase } from '@guichet/db/database-for';
import { messages } from '@guichet/db/schema/messages';
import { tenants } from '@guichet/db/schema/tenants';
import { turns } from '@guichet/db/schema/turns';
import type { Language } from '@guichet/protocol/language';
import type { TenantSettings } from '@guichet/protocol/tenant-settings';
import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import { failTurn } from './fail-turn.ts';

export interface SweepOptions {
  /** What to tell a customer whose turn broke off. */
  apology(settings: TenantSettings, language: Language): string;
  /** Most turns closed by one call. */
  limit: number;
}

/** Closes the turns of all tenants whose lease ran out, each with an apology under its own tenant. Gives how many it closed. */
export async function sweepOrphans(context: ServiceContext, { apology, limit }: SweepOptions): Promise<number> {
  const now = context.now();
  const orphans = await withRetries(context, () =>
    directoryDatabase(context.shards)
      .select({
        tenantId: turns.tenantId,
        conversationId: turns.conversationId,
        turnId: turns.id,
        attempt: turns.attempt,
        messageId: messages.id,
        seq: messages.seq,
        language: messages.language,
        settings: tenants.settings,
      })
      .from(turns)
      .innerJoin(messages, and(eq(messages.turnId, turns.id), eq(messages.role, 'customer')))
      .innerJoin(tenants, eq(tenants.id, turns.tenantId))
      .where(and(inArray(turns.status, ['accepted', 'running']), lte(turns.leaseUntil, now)))
      .orderBy(asc(turns.leaseUntil))
      .limit(limit),
  );
  let closed = 0;
  for (const { tenantId, conversationId, turnId, attempt, messageId, seq, settings, language } of orphans) {
    const reply = await failTurn(
      context,
      { kind: 'system', tenantId },
      {
        turn: { id: turnId, seq, attempt, messageId },
        conversationId,
        language: language ?? 'en',
        apology: apology(settings, language ?? 'en'),
        replyId: context.newId('msg'),
        where: lte(turns.leaseUntil, now),
      },
    );
    if (reply !== undefined) closed += 1;
  }
  return closed;
}
