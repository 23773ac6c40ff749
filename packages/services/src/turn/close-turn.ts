import { type Database, databaseFor } from '@guichet/db/database-for';
import { conversations } from '@guichet/db/schema/conversations';
import { outboxEvents } from '@guichet/db/schema/outbox-events';
import { turns } from '@guichet/db/schema/turns';
import { usageEvents } from '@guichet/db/schema/usage-events';
import type { Decision, Reply } from '@guichet/protocol/message';
import type { Route } from '@guichet/protocol/route';
import { and, eq, exists, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { ServiceContext } from '../context.ts';
import { withRetries } from '../database/with-retries.ts';
import {
  closeInteractions,
  offerInteraction,
  reopenInteractions,
  type SettledInteractions,
} from '../interaction/settle-interactions.ts';
import type { Caller } from '../security/caller.ts';
import { insertMessage } from './insert-message.ts';

export interface CloseTurnInput {
  turn: { id: string; seq: number; attempt: number; messageId: string };
  conversationId: string;
  status: 'answered' | 'failed';
  reply: Reply;
  route: Route;
  decision: Decision;
  /** The dialogue policy's memory after this turn; `undefined` leaves it as it is. */
  state: unknown;
  usage: { promptTokens: number; completionTokens: number };
  /** What became of interactions; left out where the turn had nothing to do with any. */
  interactions?: SettledInteractions | undefined;
  /** Further condition on the turn, such as a lease that ran out. */
  where?: SQL;
}

/**
 * The second of a turn's two batches: the reply with everything that follows from it, or nothing. An attempt that was overtaken
 * changes nothing. Repeating it is safe, since each row hangs on this reply's id. Gives whether this reply is the turn's.
 */
export async function closeTurn(context: ServiceContext, caller: Caller, input: CloseTurnInput): Promise<boolean> {
  const { tenantId } = caller;
  const { turn, reply } = input;
  const options: StatementOptions = {
    database: databaseFor(context.shards, tenantId),
    input,
    tenantId,
    now: context.now(),
    closedByUs: and(eq(turns.id, turn.id), eq(turns.tenantId, tenantId), eq(turns.replyId, reply.id)),
  };
  const { database } = options;
  const results = await withRetries(context, () =>
    database.batch([
      endTurn(options),
      insertReply(options),
      insertEvent(options),
      insertUsage(options),
      updateConversation(options),
      ...settleInteractions(options),
      database
        .select({ replyId: turns.replyId })
        .from(turns)
        .where(and(eq(turns.id, turn.id), eq(turns.tenantId, tenantId))),
    ]),
  );
  const closed = results.at(-1) as { replyId: string | null }[] | undefined;
  return closed?.[0]?.replyId === reply.id;
}

interface StatementOptions {
  database: Database;
  input: CloseTurnInput;
  tenantId: string;
  now: number;
  /** Holds once the turn was closed by this very reply. */
  closedByUs: SQL | undefined;
}

function endTurn({ database, input, tenantId, now }: StatementOptions) {
  const { turn, reply, status, route, decision, where } = input;
  return database
    .update(turns)
    .set({ status, replyId: reply.id, route, decision, endedAt: now })
    .where(
      and(
        eq(turns.id, turn.id),
        eq(turns.tenantId, tenantId),
        inArray(turns.status, ['accepted', 'running']),
        eq(turns.attempt, turn.attempt),
        where,
      ),
    );
}

function insertReply({ database, input, now, closedByUs }: StatementOptions) {
  const { turn, reply, conversationId } = input;
  const { id, text, language, sources, choices, composition, degradedReason = null, interaction = null } = reply;
  const content = { id, text, language, sources, choices, composition, degradedReason, interaction };
  return insertMessage(
    database,
    { ...content, conversationId, role: 'assistant', inReplyTo: turn.messageId, createdAt: now },
    closedByUs,
  );
}

function insertEvent({ database, input, now, closedByUs }: StatementOptions) {
  return database
    .insert(outboxEvents)
    .select(
      database
        .select({
          id: sql<string>`'evt_' || ${turns.id}`.as('id'),
          tenantId: turns.tenantId,
          conversationId: turns.conversationId,
          type: sql<string>`${eventType(input)}`.as('type'),
          payload: sql<Record<string, unknown>>`${eventPayload(input)}`.as('payload'),
          createdAt: sql<number>`${now}`.as('created_at'),
          deliveredAt: sql<null>`NULL`.as('delivered_at'),
        })
        .from(turns)
        .where(closedByUs),
    )
    .onConflictDoNothing();
}

function insertUsage({ database, input, now, closedByUs }: StatementOptions) {
  const { reply, usage } = input;
  return database
    .insert(usageEvents)
    .select(
      database
        .select({
          turnId: turns.id,
          tenantId: turns.tenantId,
          composition: sql<Reply['composition']>`${reply.composition}`.as('composition'),
          promptTokens: sql<number>`${usage.promptTokens}`.as('prompt_tokens'),
          completionTokens: sql<number>`${usage.completionTokens}`.as('completion_tokens'),
          createdAt: sql<number>`${now}`.as('created_at'),
        })
        .from(turns)
        .where(closedByUs),
    )
    .onConflictDoNothing();
}

/** An older turn that ends late must not write over what a newer one remembered. */
function updateConversation({ database, input, tenantId, now, closedByUs }: StatementOptions) {
  const { turn, reply, conversationId, state } = input;
  return database
    .update(conversations)
    .set({ updatedAt: now, language: reply.language, ...(state === undefined ? {} : { state, stateSeq: turn.seq }) })
    .where(
      and(
        eq(conversations.id, conversationId),
        eq(conversations.tenantId, tenantId),
        lt(conversations.stateSeq, turn.seq),
        exists(database.select({ id: turns.id }).from(turns).where(closedByUs)),
      ),
    );
}

/** A failed turn gives back what it took; one that was answered closes what it left behind. */
function settleInteractions({ database, input, tenantId, now, closedByUs }: StatementOptions) {
  const { turn, conversationId, status, interactions } = input;
  const options = { database, tenantId, conversationId, turnId: turn.id, now, closedByUs };
  if (status === 'failed') return [reopenInteractions(options)];
  if (interactions === undefined) return [];
  const closing = closeInteractions(options, interactions);
  return interactions.offered === null ? [closing] : [closing, offerInteraction(options, interactions.offered)];
}

function eventType({ status, decision }: CloseTurnInput): string {
  if (status === 'failed') return 'turn.failed';
  return decision === 'handoff' ? 'handoff.requested' : 'turn.answered';
}

/** Ids only: who receives the event reads the text through the API, under its own rights. */
function eventPayload({ turn, conversationId, reply, decision }: CloseTurnInput): string {
  return JSON.stringify({ conversationId, turnId: turn.id, messageId: turn.messageId, replyId: reply.id, decision });
}
