import type { Database } from '@guichet/db/database-for';
import { interactions } from '@guichet/db/schema/interactions';
import { turns } from '@guichet/db/schema/turns';
import type { Interaction } from '@guichet/protocol/interaction';
import { and, eq, exists, inArray, ne, notInArray, type SQL, sql } from 'drizzle-orm';

/** What a turn did to a conversation's interactions. */
export interface SettledInteractions {
  /** The one that its reply offers. */
  offered: Interaction | null;
  /** The one that can be answered from now on; all others are closed. */
  openId: string | null;
  /** Those that the turn took an answer to, pressed or typed. */
  usedIds: readonly string[];
}

export interface SettleOptions {
  database: Database;
  tenantId: string;
  conversationId: string;
  turnId: string;
  now: number;
  /** Holds once the turn was closed by the reply that these belong to. */
  closedByUs: SQL | undefined;
}

/** The statement that closes what is no longer open: answered, or overtaken by another question. A case stays: it asks nothing. */
export function closeInteractions(options: SettleOptions, { openId, usedIds }: SettledInteractions) {
  const { database, tenantId, conversationId, turnId, closedByUs } = options;
  const used = usedIds.length === 0 ? sql`0` : inArray(interactions.id, [...usedIds]);
  return database
    .update(interactions)
    .set({
      state: sql`CASE WHEN ${used} THEN 'used' ELSE 'expired' END`,
      usedByTurn: sql`CASE WHEN ${used} THEN ${turnId} ELSE NULL END`,
    })
    .where(
      and(
        eq(interactions.conversationId, conversationId),
        eq(interactions.tenantId, tenantId),
        eq(interactions.state, 'open'),
        ne(interactions.type, 'case'),
        openId === null ? undefined : notInArray(interactions.id, [openId]),
        exists(database.select({ id: turns.id }).from(turns).where(closedByUs)),
      ),
    );
}

/**
 * The statement that offers an interaction. One that is offered again, since the turn that took its answer broke off, is open again: what
 * it brought about hangs on its id, and so happens once.
 */
export function offerInteraction(options: SettleOptions, offered: Interaction) {
  const { database, turnId, now, closedByUs } = options;
  const expiresAt = 'expiresAt' in offered ? Date.parse(offered.expiresAt) : null;
  return database
    .insert(interactions)
    .select(
      database
        .select({
          id: sql<string>`${offered.id}`.as('id'),
          tenantId: turns.tenantId,
          conversationId: turns.conversationId,
          turnId: sql<string>`${turnId}`.as('turn_id'),
          type: sql<Interaction['type']>`${offered.type}`.as('type'),
          body: sql<Interaction>`${JSON.stringify(offered)}`.as('body'),
          state: sql<'open'>`'open'`.as('state'),
          expiresAt: sql<number | null>`${expiresAt}`.as('expires_at'),
          usedByTurn: sql<null>`NULL`.as('used_by_turn'),
          createdAt: sql<number>`${now}`.as('created_at'),
        })
        .from(turns)
        .where(closedByUs),
    )
    .onConflictDoUpdate({
      target: interactions.id,
      set: { state: 'open', usedByTurn: null, body: offered },
      setWhere: sql`${interactions.tenantId} = excluded.tenant_id AND ${interactions.conversationId} = excluded.conversation_id`,
    });
}

/** The statement that gives back what a turn took before it broke off, so that the customer can press it again. */
export function reopenInteractions({ database, tenantId, turnId, closedByUs }: SettleOptions) {
  return database
    .update(interactions)
    .set({ state: 'open', usedByTurn: null })
    .where(
      and(
        eq(interactions.usedByTurn, turnId),
        eq(interactions.tenantId, tenantId),
        exists(database.select({ id: turns.id }).from(turns).where(closedByUs)),
      ),
    );
}
