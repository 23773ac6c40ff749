import { databaseFor } from '@guichet/db/database-for';
import { conversations } from '@guichet/db/schema/conversations';
import { interactions } from '@guichet/db/schema/interactions';
import { CodedError } from '@guichet/protocol/coded-error';
import type { InteractionStatus } from '@guichet/protocol/interaction';
import { and, eq } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { conversationScope } from '../conversation/conversation-scope.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';

/** An interaction of a conversation and whether it can still be answered. Throws `not_found`. */
export async function findInteraction(
  context: ServiceContext,
  caller: Caller,
  { conversationId, interactionId }: { conversationId: string; interactionId: string },
): Promise<InteractionStatus> {
  requirePermission(caller, 'message.read');
  const database = databaseFor(context.shards, caller.tenantId);
  const [found] = await withRetries(context, () =>
    database
      .select({ body: interactions.body, state: interactions.state, expiresAt: interactions.expiresAt })
      .from(interactions)
      .innerJoin(
        conversations,
        and(eq(conversations.id, interactions.conversationId), conversationScope(caller, conversationId)),
      )
      .where(and(eq(interactions.id, interactionId), eq(interactions.tenantId, caller.tenantId))),
  );
  if (found === undefined) throw new CodedError('not_found', 'There is no such interaction in this conversation.');
  const { body, state, expiresAt } = found;
  const over = state === 'open' && expiresAt !== null && expiresAt <= context.now();
  return { interaction: body, state: over ? 'expired' : state };
}
