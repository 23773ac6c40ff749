import { type Database, databaseFor } from '@guichet/db/database-for';
import { conversations } from '@guichet/db/schema/conversations';
import { interactions } from '@guichet/db/schema/interactions';
import { tenants } from '@guichet/db/schema/tenants';
import { turns } from '@guichet/db/schema/turns';
import type { Language } from '@guichet/protocol/language';
import type { TurnAnswer } from '@guichet/protocol/message';
import { and, eq, exists, gt, ne, or, type SQL, sql } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { conversationScope } from '../conversation/conversation-scope.ts';
import { noSuchConversation } from '../conversation/no-such-conversation.ts';
import { withRetries } from '../database/with-retries.ts';
import { type InteractionKey, isOpenInteraction } from '../interaction/open-interaction.ts';
import { type SearchHit, searchPassages } from '../passage/search-passages.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { insertMessage } from './insert-message.ts';
import { type SelectedTurn, selectReply, selectTurn } from './select-turn.ts';
import { type Redacted, storeRedaction } from './store-redaction.ts';
import { toAnswer } from './stored-answer.ts';

export interface AcceptTurnInput {
  conversationId: string;
  clientMessageId: string | undefined;
  /** Normalised and redacted. */
  text: string;
  /** As guessed before any query; an apology for a turn that breaks off is written in it. */
  language: Language;
  /** Where placeholders were numbered. */
  redaction: Redacted | null;
  leaseMs: number;
  /** The interaction that this turn answers: it is taken with the turn, or no turn is opened. */
  interactionId?: string;
  /** The text with what may be a one-time code masked: stored instead while a code is being asked for. */
  textWithoutCode?: string;
}

export interface AcceptedTurn {
  turn: SelectedTurn;
  /** True where this call opened the turn; false where an earlier message with the same id did. */
  opened: boolean;
  /** What the turn was answered with, where it already was. */
  answer: TurnAnswer | null;
  /** The dialogue policy's memory. */
  state: unknown;
  /** The knowledge release that answers now. */
  releaseId: string | null;
  /** The flows that are at work now. */
  flowReleaseId: string | null;
  /** Turns of this conversation that were begun before and still run: their outcome changes the state. */
  running: number;
  /** Passages that hold words of the message, best first. */
  hits: SearchHit[];
}

// A code typed long after its field was offered is still a code.
const codeWindowMs = 60 * 60_000;

/**
 * The first of a turn's two batches: opens the turn and stores the customer's message, once per client message id, and reads
 * all that deciding needs. Gives `undefined` where another message numbered placeholders meanwhile (number them anew and call
 * again), or where the interaction is no longer open. Throws `not_found`.
 */
export async function acceptTurn(
  context: ServiceContext,
  caller: Caller,
  input: AcceptTurnInput,
): Promise<AcceptedTurn | undefined> {
  requirePermission(caller, 'message.send');
  const database = databaseFor(context.shards, caller.tenantId);
  const ids = { turn: context.newId('turn'), message: context.newId('msg') };
  const now = context.now();
  const same = or(
    eq(turns.id, ids.turn),
    input.clientMessageId === undefined
      ? undefined
      : and(eq(turns.conversationId, input.conversationId), eq(turns.clientMessageId, input.clientMessageId)),
  );
  const results = await withRetries(context, () =>
    database.batch([
      insertTurn({ database, caller, input, turnId: ids.turn, now }),
      insertMessage(
        database,
        {
          id: ids.message,
          conversationId: input.conversationId,
          role: 'customer',
          text: input.text,
          language: input.language,
          createdAt: now,
          ...textInstead(database, caller, input, now),
        },
        and(eq(turns.id, ids.turn), eq(turns.tenantId, caller.tenantId)),
      ),
      countPlaceholders({ database, caller, input, turnId: ids.turn }),
      database
        .select({
          state: conversations.state,
          releaseId: tenants.releaseId,
          flowReleaseId: tenants.flowReleaseId,
          running: countRunning(input.conversationId, ids.turn, now),
        })
        .from(conversations)
        .innerJoin(tenants, eq(tenants.id, conversations.tenantId))
        .where(conversationScope(caller, input.conversationId)),
      selectTurn(database, caller.tenantId, same),
      selectReply(database, caller.tenantId, same),
      searchPassages(database, caller.tenantId, input.textWithoutCode ?? input.text),
      takeInteraction({ database, caller, input, turnId: ids.turn, now }),
      ...storeRedaction({ database, caller, ...input, turnId: ids.turn, now }),
    ]),
  );
  const [, , , [head], [turn], [reply], hits] = results;
  if (head === undefined) throw noSuchConversation();
  if (turn === undefined) return undefined;
  const answer = reply === undefined ? null : toAnswer(turn, reply);
  return { turn, opened: turn.id === ids.turn, answer, ...head, hits };
}

interface StatementInput {
  database: Database;
  caller: Caller;
  input: AcceptTurnInput;
}

function insertTurn({ database, caller, input, turnId, now }: StatementInput & { turnId: string; now: number }) {
  const unchanged: SQL | undefined =
    input.redaction === null
      ? undefined
      : sql`${conversations.redactionCounts} = ${JSON.stringify(input.redaction.before)}`;
  const stillOpen =
    input.interactionId === undefined
      ? undefined
      : exists(
          database
            .select({ id: interactions.id })
            .from(interactions)
            .where(isOpenInteraction(keyOf(caller, input, input.interactionId), now)),
        );
  return database
    .insert(turns)
    .select(
      database
        .select({
          id: sql<string>`${turnId}`.as('id'),
          tenantId: conversations.tenantId,
          conversationId: conversations.id,
          clientMessageId: sql<string | null>`${input.clientMessageId ?? null}`.as('client_message_id'),
          status: sql<'running'>`'running'`.as('status'),
          attempt: sql<number>`1`.as('attempt'),
          leaseUntil: sql<number>`${now + input.leaseMs}`.as('lease_until'),
          replyId: sql<null>`NULL`.as('reply_id'),
          route: sql<null>`NULL`.as('route'),
          decision: sql<null>`NULL`.as('decision'),
          createdAt: sql<number>`${now}`.as('created_at'),
          endedAt: sql<null>`NULL`.as('ended_at'),
        })
        .from(conversations)
        .where(and(conversationScope(caller, input.conversationId), unchanged, stillOpen)),
    )
    .onConflictDoNothing();
}

function countPlaceholders({ database, caller, input, turnId }: StatementInput & { turnId: string }) {
  const { before, after } = input.redaction ?? { before: null, after: null };
  return database
    .update(conversations)
    .set({ redactionCounts: after ?? {} })
    .where(
      and(
        sql`${conversations.redactionCounts} = ${JSON.stringify(before)}`,
        eq(conversations.id, input.conversationId),
        eq(conversations.tenantId, caller.tenantId),
        sql`EXISTS (SELECT 1 FROM ${turns} WHERE id = ${turnId})`,
      ),
    );
}

function keyOf({ tenantId }: Caller, { conversationId }: AcceptTurnInput, interactionId: string): InteractionKey {
  return { tenantId, conversationId, interactionId };
}

/** The interaction is this turn's from now on, where the turn was opened. */
function takeInteraction({ database, caller, input, turnId, now }: StatementInput & { turnId: string; now: number }) {
  const key = keyOf(caller, input, input.interactionId ?? '');
  return database
    .update(interactions)
    .set({ state: 'used', usedByTurn: turnId })
    .where(and(isOpenInteraction(key, now), sql`EXISTS (SELECT 1 FROM ${turns} WHERE id = ${turnId})`));
}

/** While a code is asked for, what looks like one is never stored, whichever field it was typed into. */
function textInstead(database: Database, { tenantId }: Caller, input: AcceptTurnInput, now: number) {
  const { conversationId, textWithoutCode: text } = input;
  if (text === undefined) return {};
  const asked = database
    .select({ id: interactions.id })
    .from(interactions)
    .where(
      and(
        eq(interactions.conversationId, conversationId),
        eq(interactions.tenantId, tenantId),
        eq(interactions.type, 'secret'),
        eq(interactions.state, 'open'),
        gt(interactions.createdAt, now - codeWindowMs),
      ),
    );
  return { textInstead: { text, where: exists(asked) } };
}

function countRunning(conversationId: string, turnId: string, now: number) {
  const earlier = and(
    eq(turns.conversationId, conversationId),
    ne(turns.id, turnId),
    eq(turns.status, 'running'),
    gt(turns.leaseUntil, now),
  );
  return sql<number>`(SELECT count(*) FROM ${turns} WHERE ${earlier})`.as('running');
}
