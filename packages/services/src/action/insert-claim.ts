import type { Database } from '@guichet/db/database-for';
import { actionAttempts } from '@guichet/db/schema/action-attempts';
import { conversations } from '@guichet/db/schema/conversations';
import { identities } from '@guichet/db/schema/identities';
import type { Assurance } from '@guichet/protocol/assurance';
import { type SQL, sql } from 'drizzle-orm';
import { conversationScope } from '../conversation/conversation-scope.ts';
import type { Caller } from '../security/caller.ts';
import type { ClaimActionInput } from './claim-action.ts';

/** Tries that a customer has for one code, and how long it is good. */
const codeTries = 3;
const codeLifeMs = 5 * 60_000;
/** Codes that are sent in one conversation within an hour, so that nobody's telephone rings all night. */
const codesAnHour = 5;
const hourMs = 3_600_000;

interface ClaimStatement {
  database: Database;
  caller: Caller;
  input: ClaimActionInput;
  id: string;
  now: number;
}

/**
 * The statement that claims an action. Whether the customer may have it is decided inside it: between a look and a claim an identity
 * could run out, and two tries at a code could pass together.
 */
export function insertClaim({ database, caller, input, id, now }: ClaimStatement) {
  const allowed = sql`${proven(input.assurance, now)} AND ${withinLimit(caller, input, now)}`;
  return database
    .insert(actionAttempts)
    .select(
      sql`SELECT ${id}, ${caller.tenantId}, ${conversations.id}, ${input.turnId}, ${input.interactionId}, ${input.action},
        ${input.effect}, CASE WHEN ${allowed} THEN 'claimed' ELSE 'refused' END, 0, ${input.requestHash}, NULL, NULL,
        ${now + input.leaseMs}, ${now}, CASE WHEN ${allowed} THEN NULL ELSE ${now} END
      FROM ${conversations} LEFT JOIN ${identities} ON ${identities.conversationId} = ${conversations.id}
        AND ${identities.tenantId} = ${conversations.tenantId}
      WHERE ${conversationScope(caller, input.conversationId)}`,
    )
    .onConflictDoNothing();
}

function proven(needed: Assurance, now: number): SQL {
  if (needed === 'anonymous') return sql`true`;
  const verified = sql`coalesce(${identities.verifiedUntil} > ${now}, false)`;
  if (needed === 'verified') return verified;
  return sql`(${verified} AND coalesce(${identities.steppedUpUntil} > ${now}, false))`;
}

function withinLimit(caller: Caller, { conversationId, limit }: ClaimActionInput, now: number): SQL {
  if (limit === undefined) return sql`true`;
  const tried = (action: string) =>
    sql`FROM ${actionAttempts} WHERE tenant_id = ${caller.tenantId} AND conversation_id = ${conversationId} AND action = ${action} AND status <> 'refused'`;
  if (limit === 'send-code') {
    return sql`(SELECT count(*) ${tried('identity.send_code')} AND created_at > ${now - hourMs}) < ${codesAnHour}`;
  }
  const sent = sql`(SELECT max(ended_at) ${tried('identity.send_code')} AND status = 'done')`;
  return sql`(coalesce(${sent} > ${now - codeLifeMs}, false)
    AND (SELECT count(*) ${tried('identity.check_code')} AND created_at >= ${sent}) < ${codeTries})`;
}
