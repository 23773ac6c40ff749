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
  return database
    .insert(usedTokenIds)
    .select(sql`SELECT ${caller.tenantId}, ${tokenId}, ${useId}, ${tokenExpiresAt} WHERE ${when ?? sql`true`}`)
    .onConflictDoNothing();
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
  return database
    .insert(identities)
    .select(
      sql`SELECT ${conversationId}, ${caller.tenantId}, ${identity.subject}, ${now}, ${until}, NULL WHERE ${tokenIsOurs(input)}`,
    )
    .onConflictDoUpdate({
      target: identities.conversationId,
      set: { verifiedAt: now, verifiedUntil: sql`max(${identities.verifiedUntil}, ${until})` },
      setWhere: sql`${identities.subject} = ${identity.subject} AND ${identities.tenantId} = ${caller.tenantId}`,
    });
}

/** Who used a token. */
export function selectUse({ database, caller, identity }: ProofInput) {
  return database
    .select({ useId: usedTokenIds.useId })
    .from(usedTokenIds)
    .where(and(eq(usedTokenIds.tenantId, caller.tenantId), eq(usedTokenIds.tokenId, identity.tokenId)));
}
