import { conversations } from '@guichet/db/schema/conversations';
import { and, eq, type SQL } from 'drizzle-orm';
import type { Caller } from '../security/caller.ts';

/** The condition under which a caller sees a conversation: its own tenant's, and for a session the one that its token opens. */
export function conversationScope(caller: Caller, conversationId: string): SQL | undefined {
  return and(
    eq(conversations.id, conversationId),
    eq(conversations.tenantId, caller.tenantId),
    caller.kind === 'session' ? eq(conversations.sessionTokenHash, caller.tokenHash) : undefined,
  );
}
