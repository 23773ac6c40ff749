import { databaseFor } from '@guichet/db/database-for';
import { conversations } from '@guichet/db/schema/conversations';
import type { ConversationCreated, ConversationRequest } from '@guichet/protocol/conversation';
import { and, eq, not } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import { selectUse, tokenIsOurs, useToken, writeIdentity } from '../identity/identity-statements.ts';
import { invalid, type ProvenIdentity } from '../identity/verify-token.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { sha256 } from '../security/sha256.ts';
import { newSessionToken } from './session-token.ts';

/** A customer who opens a conversation as a known one. */
export interface OpeningIdentity {
  proven: ProvenIdentity;
  /** How long the proof holds, in milliseconds. */
  verifiedMs: number;
}

/**
 * Opens a conversation. The session token is given out here and never again. With an identity it is a known customer's from the start;
 * a token that was used before throws `identity_invalid`, and nothing is opened.
 */
export async function createConversation(
  context: ServiceContext,
  caller: Caller,
  request: Pick<ConversationRequest, 'language'> & { state: unknown; identity?: OpeningIdentity | undefined },
): Promise<ConversationCreated> {
  requirePermission(caller, 'conversation.create');
  const database = databaseFor(context.shards, caller.tenantId);
  const id = context.newId('conv');
  const sessionToken = newSessionToken(caller.tenantId);
  const now = context.now();
  const row = {
    id,
    tenantId: caller.tenantId,
    sessionTokenHash: await sha256(sessionToken),
    language: request.language ?? null,
    state: request.state,
    stateSeq: 0,
    redactionCounts: {},
    createdAt: now,
    updatedAt: now,
  };
  const insert = database.insert(conversations).values(row).onConflictDoNothing();
  if (request.identity === undefined) {
    await withRetries(context, () => insert);
    return { id, sessionToken, createdAt: new Date(now).toISOString() };
  }
  const { proven, verifiedMs } = request.identity;
  const proof = { database, caller, identity: proven, conversationId: id, useId: context.newId('use') };
  const [, , , , [use]] = await withRetries(context, () =>
    database.batch([
      insert,
      useToken(proof),
      writeIdentity(proof, { now, until: now + verifiedMs }),
      // A conversation that nobody may speak in as this customer is none at all.
      database.delete(conversations).where(and(eq(conversations.id, id), not(tokenIsOurs(proof)))),
      selectUse(proof),
    ]),
  );
  if (use?.useId !== proof.useId) throw invalid('it was used before');
  return { id, sessionToken, createdAt: new Date(now).toISOString() };
}
