import type { Database } from '@guichet/db/database-for';
import { conversations } from '@guichet/db/schema/conversations';
import { identities } from '@guichet/db/schema/identities';
import { usedTokenIds } from '@guichet/db/schema/used-token-ids';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Caller } from '../security/caller.ts';
import type { ProvenIdentity } from './verify-token.ts';

export interface ProofInput {
  database: Database;
  caller: Caller;
  identity: ProvenIdentity;
  /** Names this use of the token: the same statements again are the same use. */
  useId: string;
  conversationId: string;
}

/** Marks a token as used, where `when` holds and nobody has used it. */
export function useToken({ database, caller, identity, useId }: ProofInput, when?: SQL) {
  const { tokenId, tokenExpiresAt } = identity;
  const row = sql`SELECT ${caller.tenantId}, ${tokenId}, ${useId}, ${tokenExpiresAt}`;
  const condition = when === undefined ? sql`WHERE true` : sql`WHERE ${when}`;
  return database.run(
    sql`INSERT INTO ${usedTokenIds} (tenant_id, token_id, use_id, expires_at) ${row} ${condition} ON CONFLICT DO NOTHING`,
  );
}

/** Holds where this very use marked the token. */
export function tokenIsOurs({ caller, identity, useId }: ProofInput): SQL {
  return sql`EXISTS (SELECT 1 FROM ${usedTokenIds} WHERE tenant_id = ${caller.tenantId} AND token_id = ${identity.tokenId} AND use_id = ${useId})`;
}

/** The condition under which a caller may say who the customer of a conversation is. */
export function conversationExists(scope: SQL | undefined): SQL {
  return sql`EXISTS (SELECT 1 FROM ${conversations} WHERE ${scope})`;
}

/**
 * Writes who the customer is, or that they have proven it again. A conversation that belongs to another customer stays as it is: the
 * subject never changes.
 */
export function writeIdentity(input: ProofInput, { now, until }: { now: number; until: number }) {
  const { database, caller, identity, conversationId } = input;
  return database.run(sql`
    INSERT INTO ${identities} (conversation_id, tenant_id, subject, verified_at, verified_until)
    SELECT ${conversationId}, ${caller.tenantId}, ${identity.subject}, ${now}, ${until} WHERE ${tokenIsOurs(input)}
    ON CONFLICT (conversation_id) DO UPDATE SET
      verified_at = excluded.verified_at, verified_until = max(verified_until, excluded.verified_until)
      WHERE subject = excluded.subject AND tenant_id = excluded.tenant_id`);
}

/** Who used a token. */
export function selectUse({ database, caller, identity }: ProofInput) {
  return database
    .select({ useId: usedTokenIds.useId })
    .from(usedTokenIds)
    .where(and(eq(usedTokenIds.tenantId, caller.tenantId), eq(usedTokenIds.tokenId, identity.tokenId)));
}
