import { databaseFor } from '@guichet/db/database-for';
import { conversations } from '@guichet/db/schema/conversations';
import { identities } from '@guichet/db/schema/identities';
import type { Assurance } from '@guichet/protocol/assurance';
import { CodedError } from '@guichet/protocol/coded-error';
import { sql } from 'drizzle-orm';
import { auditEntry } from '../audit/audit-entry.ts';
import type { ServiceContext } from '../context.ts';
import { conversationScope } from '../conversation/conversation-scope.ts';
import { noSuchConversation } from '../conversation/no-such-conversation.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { assuranceOf } from './assurance-of.ts';
import { conversationExists, selectUse, tokenIsOurs, useToken, writeIdentity } from './identity-statements.ts';
import { selectIdentity } from './select-identity.ts';
import { invalid, type ProvenIdentity } from './verify-token.ts';

export interface ProveIdentityInput {
  conversationId: string;
  identity: ProvenIdentity;
  /** How long the proof holds, in milliseconds. */
  verifiedMs: number;
}

/**
 * Makes the customer of a conversation a known one, by a token that was checked. The token is used up by this, whatever comes of it.
 * Throws `not_found`, `identity_invalid` for a token that was used before, and `identity_conflict` where the conversation is another
 * customer's.
 */
export async function proveIdentity(
  context: ServiceContext,
  caller: Caller,
  { conversationId, identity, verifiedMs }: ProveIdentityInput,
): Promise<Assurance> {
  requirePermission(caller, 'identity.prove');
  const database = databaseFor(context.shards, caller.tenantId);
  const now = context.now();
  const scope = conversationScope(caller, conversationId);
  const proof = { database, caller, identity, conversationId, useId: context.newId('use') };
  const auditId = context.newId('audit');
  const taken = sql`${tokenIsOurs(proof)} AND EXISTS (SELECT 1 FROM ${identities} WHERE conversation_id = ${conversationId} AND subject = ${identity.subject})`;
  const [, , , found, [use], [known]] = await withRetries(context, () =>
    database.batch([
      useToken(proof, conversationExists(scope)),
      writeIdentity(proof, { now, until: now + verifiedMs }),
      auditEntry(database, caller, {
        id: auditId,
        action: 'identity.prove',
        target: conversationId,
        at: now,
        when: taken,
      }),
      database.select({ id: conversations.id }).from(conversations).where(scope),
      selectUse(proof),
      selectIdentity(database, caller.tenantId, conversationId),
    ]),
  );
  if (found.length === 0) throw noSuchConversation();
  if (use?.useId !== proof.useId) throw invalid('it was used before');
  if (known?.subject !== identity.subject) {
    throw new CodedError('identity_conflict', 'This conversation belongs to another customer. Open a new one.');
  }
  return assuranceOf(known, now);
}
