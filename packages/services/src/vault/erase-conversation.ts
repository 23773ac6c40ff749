import { type Database, databaseFor } from '@guichet/db/database-for';
import { actionAttempts } from '@guichet/db/schema/action-attempts';
import { conversations } from '@guichet/db/schema/conversations';
import { identities } from '@guichet/db/schema/identities';
import { interactions } from '@guichet/db/schema/interactions';
import { messages } from '@guichet/db/schema/messages';
import { outboxEvents } from '@guichet/db/schema/outbox-events';
import { turns } from '@guichet/db/schema/turns';
import { usageEvents } from '@guichet/db/schema/usage-events';
import { vaultValues } from '@guichet/db/schema/vault-values';
import type { ErasureReceipt } from '@guichet/protocol/erasure';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { auditEntry } from '../audit/audit-entry.ts';
import type { ServiceContext } from '../context.ts';
import { noSuchConversation } from '../conversation/no-such-conversation.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';

/** Days for which D1 can be set back in time. */
const restoreDays = 30;
/** Seconds for which Workers KV may still answer with a value that was deleted, from a cache at the edge. */
const cacheSeconds = 60;
const dayMs = 86_400_000;

/**
 * Erases a conversation and with it what its customer said: first the keys, so that no encrypted value can be read again whatever happens
 * to the rows, then every row, in one batch. The receipt names what stays where for how long. Throws `not_found`. Repeating it after a
 * failure goes on where it stopped.
 */
export async function eraseConversation(
  context: ServiceContext,
  caller: Caller,
  conversationId: string,
): Promise<ErasureReceipt> {
  requirePermission(caller, 'conversation.erase');
  const { tenantId } = caller;
  const database = databaseFor(context.shards, tenantId);
  const mine = and(eq(conversations.id, conversationId), eq(conversations.tenantId, tenantId));
  const [found] = await withRetries(context, () =>
    database.select({ id: conversations.id }).from(conversations).where(mine),
  );
  if (found === undefined) throw noSuchConversation();
  const keys = (await context.vault?.destroyKeys(tenantId, conversationId)) ?? 0;
  const now = context.now();
  const id = context.newId('audit');
  const rows = await eraseRows(context, { database, caller, conversationId, auditId: id, now });
  return { id, conversationId, erasedAt: new Date(now).toISOString(), rows, keys, residual: residualOf(now) };
}

interface Erasure {
  database: Database;
  caller: Caller;
  conversationId: string;
  auditId: string;
  now: number;
}

type ConversationTable =
  | typeof actionAttempts
  | typeof identities
  | typeof interactions
  | typeof messages
  | typeof outboxEvents
  | typeof turns
  | typeof vaultValues;

/** Children before parents, as the foreign keys want it. A table with a customer's data that is not named here fails the canary test. */
async function eraseRows(context: ServiceContext, { database, caller, conversationId, auditId, now }: Erasure) {
  const { tenantId } = caller;
  const of = (table: ConversationTable) => and(eq(table.conversationId, conversationId), eq(table.tenantId, tenantId));
  const itsTurns = database.select({ id: turns.id }).from(turns).where(of(turns));
  const mine = and(eq(conversations.id, conversationId), eq(conversations.tenantId, tenantId));
  const there = sql`EXISTS (SELECT 1 FROM ${conversations} WHERE id = ${conversationId} AND tenant_id = ${tenantId})`;
  const [, values, attempts, proofs, offered, outbox, usage, replies, rest, itsOwnTurns, conversation] =
    await withRetries(context, () =>
      database.batch([
        auditEntry(database, caller, {
          id: auditId,
          action: 'conversation.erase',
          target: conversationId,
          at: now,
          when: there,
        }),
        database.delete(vaultValues).where(of(vaultValues)),
        database.delete(actionAttempts).where(of(actionAttempts)),
        database.delete(identities).where(of(identities)),
        database.delete(interactions).where(of(interactions)),
        database.delete(outboxEvents).where(of(outboxEvents)),
        database
          .delete(usageEvents)
          .where(and(inArray(usageEvents.turnId, itsTurns), eq(usageEvents.tenantId, tenantId))),
        database.delete(messages).where(and(of(messages), eq(messages.role, 'assistant'))),
        database.delete(messages).where(of(messages)),
        database.delete(turns).where(of(turns)),
        database.delete(conversations).where(mine),
      ]),
    );
  return {
    vault_values: values.meta.changes,
    action_attempts: attempts.meta.changes,
    identities: proofs.meta.changes,
    interactions: offered.meta.changes,
    outbox_events: outbox.meta.changes,
    usage_events: usage.meta.changes,
    messages: replies.meta.changes + rest.meta.changes,
    turns: itsOwnTurns.meta.changes,
    conversations: conversation.meta.changes,
  };
}

function residualOf(now: number): ErasureReceipt['residual'] {
  return [
    {
      store: 'key store (Workers KV)',
      holds: 'wrapped keys, in caches at the edge',
      until: new Date(now + cacheSeconds * 1_000).toISOString(),
    },
    {
      store: 'database history (D1 time travel)',
      holds: 'masked messages, last four digits and hashes of cards, values that no key opens any more',
      until: new Date(now + restoreDays * dayMs).toISOString(),
    },
  ];
}
