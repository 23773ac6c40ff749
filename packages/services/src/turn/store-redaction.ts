import type { Database } from '@guichet/db/database-for';
import { messages } from '@guichet/db/schema/messages';
import { turns } from '@guichet/db/schema/turns';
import { vaultValues } from '@guichet/db/schema/vault-values';
import { and, eq, sql } from 'drizzle-orm';
import type { Caller } from '../security/caller.ts';
import type { SealedValue } from '../vault/seal-values.ts';

export interface Redacted {
  /** The conversation's counts that placeholders were numbered from, and after. */
  before: Record<string, number>;
  after: Record<string, number>;
  /** For the vault. */
  values?: readonly SealedValue[];
  /** Earlier messages in which the first part of a card number must be masked from now on. */
  earlier?: readonly { id: string; text: string }[];
}

interface StoreInput {
  database: Database;
  caller: Caller;
  conversationId: string;
  turnId: string;
  redaction: Redacted | null;
  now: number;
}

/** The statements that belong to a redacted message's batch; each takes hold only where its turn was opened. None for a plain message. */
export function storeRedaction({ database, caller, conversationId, turnId, redaction, now }: StoreInput) {
  const { values = [], earlier = [] } = redaction ?? {};
  const opened = sql`SELECT tenant_id, conversation_id FROM ${turns} WHERE id = ${turnId} AND tenant_id = ${caller.tenantId}`;
  const keep = database
    .insert(vaultValues)
    .select(
      sql`SELECT turn.tenant_id, turn.conversation_id, value ->> 'placeholder', value ->> 'kind', value ->> 'lastFour', value ->> 'hash',
        value ->> 'keyId', value ->> 'iv', value ->> 'ciphertext', CAST(${now} AS INTEGER)
        FROM (${opened}) AS turn, json_each(${JSON.stringify(values)}) WHERE true`,
    )
    .onConflictDoNothing();
  const masked = JSON.stringify(Object.fromEntries(earlier.map(({ id, text }) => [id, text])));
  const mask = database
    .update(messages)
    .set({ text: sql`(SELECT value FROM json_each(${masked}) WHERE key = ${messages.id})` })
    .where(
      and(
        sql`${messages.id} IN (SELECT key FROM json_each(${masked}))`,
        eq(messages.conversationId, conversationId),
        eq(messages.tenantId, caller.tenantId),
        sql`EXISTS (${opened})`,
      ),
    );
  return [...(values.length > 0 ? [keep] : []), ...(earlier.length > 0 ? [mask] : [])];
}
