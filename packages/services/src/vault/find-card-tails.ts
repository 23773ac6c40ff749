import { databaseFor } from '@guichet/db/database-for';
import { conversations } from '@guichet/db/schema/conversations';
import { vaultValues } from '@guichet/db/schema/vault-values';
import { and, eq } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { conversationScope } from '../conversation/conversation-scope.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';

/** The last four digits behind each card placeholder of a conversation, so that a masked number can be matched to a card offered. */
export async function findCardTails(
  context: ServiceContext,
  caller: Caller,
  conversationId: string,
): Promise<Record<string, string>> {
  requirePermission(caller, 'message.read');
  const database = databaseFor(context.shards, caller.tenantId);
  const rows = await withRetries(context, () =>
    database
      .select({ placeholder: vaultValues.placeholder, lastFour: vaultValues.lastFour })
      .from(vaultValues)
      .innerJoin(conversations, eq(conversations.id, vaultValues.conversationId))
      .where(
        and(
          conversationScope(caller, conversationId),
          eq(vaultValues.tenantId, caller.tenantId),
          eq(vaultValues.kind, 'CARD'),
        ),
      ),
  );
  return Object.fromEntries(
    rows.flatMap(({ placeholder, lastFour }) => (lastFour === null ? [] : [[placeholder, lastFour]])),
  );
}
