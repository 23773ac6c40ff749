import { databaseFor } from '@guichet/db/database-for';
import { conversations } from '@guichet/db/schema/conversations';
import type { ConversationCreated, ConversationRequest } from '@guichet/protocol/conversation';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { sha256 } from '../security/sha256.ts';
import { newSessionToken } from './session-token.ts';

/** Opens a conversation. The session token is given out here and never again. */
export async function createConversation(
  context: ServiceContext,
  caller: Caller,
  request: ConversationRequest & { state: unknown },
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
  await withRetries(context, () => database.insert(conversations).values(row).onConflictDoNothing());
  return { id, sessionToken, createdAt: new Date(now).toISOString() };
}
