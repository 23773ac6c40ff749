import { databaseFor } from '@guichet/db/database-for';
import { conversations } from '@guichet/db/schema/conversations';
import { vaultValues } from '@guichet/db/schema/vault-values';
import { and, eq } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { conversationScope } from '../conversation/conversation-scope.ts';
import { withRetries } from '../database/with-retries.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { fromBase64 } from './bytes.ts';

/**
 * What a placeholder of a conversation stands for: of a card its last four digits, of all else the value itself. For signed action
 * fields marked sensitive, and nothing else. `undefined` where there is no such value or its key was destroyed.
 */
export async function revealValue(
  context: ServiceContext,
  caller: Caller,
  { conversationId, placeholder }: { conversationId: string; placeholder: string },
): Promise<string | undefined> {
  requirePermission(caller, 'vault.reveal');
  const database = databaseFor(context.shards, caller.tenantId);
  const [found] = await withRetries(context, () =>
    database
      .select({ row: vaultValues })
      .from(vaultValues)
      .innerJoin(conversations, eq(conversations.id, vaultValues.conversationId))
      .where(
        and(
          conversationScope(caller, conversationId),
          eq(vaultValues.tenantId, caller.tenantId),
          eq(vaultValues.placeholder, placeholder),
        ),
      ),
  );
  if (found === undefined) return undefined;
  return found.row.lastFour ?? decrypt(context, found.row);
}

async function decrypt({ vault }: ServiceContext, row: typeof vaultValues.$inferSelect): Promise<string | undefined> {
  const { tenantId, conversationId, placeholder, keyId, iv, ciphertext } = row;
  if (vault === undefined || keyId === null || iv === null || ciphertext === null) return undefined;
  const key = await vault.findKey(tenantId, conversationId, keyId);
  if (key === undefined) return undefined;
  const additionalData = new TextEncoder().encode(`${conversationId} ${placeholder}`);
  const plain = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: fromBase64(iv), additionalData },
    key,
    fromBase64(ciphertext),
  );
  return new TextDecoder().decode(plain);
}
