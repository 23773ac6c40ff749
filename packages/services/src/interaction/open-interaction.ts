import { interactions } from '@guichet/db/schema/interactions';
import { and, eq, gt, isNull, or, type SQL } from 'drizzle-orm';

export interface InteractionKey {
  tenantId: string;
  conversationId: string;
  interactionId: string;
}

/** The condition under which an interaction can still be answered. */
export function isOpenInteraction(
  { tenantId, conversationId, interactionId }: InteractionKey,
  now: number,
): SQL | undefined {
  return and(
    eq(interactions.id, interactionId),
    eq(interactions.tenantId, tenantId),
    eq(interactions.conversationId, conversationId),
    eq(interactions.state, 'open'),
    or(isNull(interactions.expiresAt), gt(interactions.expiresAt, now)),
  );
}
