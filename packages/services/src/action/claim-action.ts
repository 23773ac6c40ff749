import { databaseFor } from '@guichet/db/database-for';
import { actionAttempts } from '@guichet/db/schema/action-attempts';
import { type Assurance, assuranceSuffices } from '@guichet/protocol/assurance';
import { and, eq, ne, or } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { noSuchConversation } from '../conversation/no-such-conversation.ts';
import { withRetries } from '../database/with-retries.ts';
import { assuranceOf } from '../identity/assurance-of.ts';
import { selectIdentity } from '../identity/select-identity.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { insertClaim } from './insert-claim.ts';

export interface ClaimActionInput {
  conversationId: string;
  turnId: string;
  interactionId: string;
  action: string;
  effect: 'read' | 'write';
  /** What the customer must have proven at this moment. */
  assurance: Assurance;
  /** Keyed, and without sensitive fields. */
  requestHash: string;
  /** How long the runner may take, in milliseconds. */
  leaseMs: number;
  /** Refuses the claim where the action was tried too often or too late; see `codeLimit`. */
  limit?: 'check-code' | 'send-code' | undefined;
}

export type Attempt = typeof actionAttempts.$inferSelect;

export interface ActionClaim {
  /** The claim of this effect, whoever made it. */
  attempt: Attempt;
  /** Whether this call made it. */
  own: boolean;
  /** Who the customer is, where that is proven now. */
  customer: { subject: string; assurance: 'verified' | 'stepped-up' } | null;
  /** Why the institution must not be called. */
  refusal: 'assurance_required' | 'too_many_attempts' | null;
}

/**
 * Claims an action before the institution is called: an effect once for what the customer answered, a read each time. Where the
 * customer has not proven enough, or tried too often, the attempt is recorded as refused, and nothing may be sent. Throws `not_found`.
 */
export async function claimAction(
  context: ServiceContext,
  caller: Caller,
  input: ClaimActionInput,
): Promise<ActionClaim> {
  requirePermission(caller, 'action.run');
  const database = databaseFor(context.shards, caller.tenantId);
  const id = context.newId('act');
  const now = context.now();
  const sameEffect =
    input.effect === 'read'
      ? undefined
      : and(
          eq(actionAttempts.interactionId, input.interactionId),
          eq(actionAttempts.action, input.action),
          eq(actionAttempts.effect, 'write'),
          ne(actionAttempts.status, 'refused'),
        );
  const [, rows, [identity]] = await withRetries(context, () =>
    database.batch([
      insertClaim({ database, caller, input, id, now }),
      database
        .select()
        .from(actionAttempts)
        .where(and(eq(actionAttempts.tenantId, caller.tenantId), or(eq(actionAttempts.id, id), sameEffect))),
      selectIdentity(database, caller.tenantId, input.conversationId),
    ]),
  );
  const mine = rows.find((row) => row.id === id);
  // An earlier claim counts even where the assurance ran out since: it is asked for its result, and sent nothing new.
  const attempt = rows.find((row) => row.status !== 'refused' && row.conversationId === input.conversationId) ?? mine;
  if (attempt === undefined) throw noSuchConversation();
  const held = assuranceOf(identity, now);
  const refusal = attempt.status === 'refused' ? refusalOf(held, input.assurance) : null;
  return { attempt, own: attempt.id === id, customer: customerOf(identity, held, attempt, input.assurance), refusal };
}

/** A claim was allowed when it was made, and its customer never changes: it goes out again as it did then. */
function customerOf(
  identity: { subject: string } | undefined,
  held: Assurance,
  attempt: Attempt,
  needed: Assurance,
): ActionClaim['customer'] {
  if (identity === undefined) return null;
  const counted = attempt.status !== 'refused' && !assuranceSuffices(held, needed) ? needed : held;
  return counted === 'anonymous' ? null : { subject: identity.subject, assurance: counted };
}

function refusalOf(held: Assurance, needed: Assurance): 'assurance_required' | 'too_many_attempts' {
  return assuranceSuffices(held, needed) ? 'too_many_attempts' : 'assurance_required';
}
