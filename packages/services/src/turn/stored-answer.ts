import type { messages } from '@guichet/db/schema/messages';
import type { turns } from '@guichet/db/schema/turns';
import type { Language } from '@guichet/protocol/language';
import type { TurnAnswer } from '@guichet/protocol/message';
import type { Route } from '@guichet/protocol/route';

export type StoredReply = Omit<typeof messages.$inferSelect, 'tenantId' | 'conversationId'>;
export type StoredTurn = Pick<typeof turns.$inferSelect, 'id' | 'route' | 'decision'> & { seq: number };

/** The route of a turn that ended before it had one. */
export function emptyRoute(language: Language): Route {
  return { language, intents: [], rejected: false, experts: [], tier: 'edge' };
}

/** An ended turn as its first caller was told. */
export function toAnswer(turn: StoredTurn, reply: StoredReply): TurnAnswer {
  const language = reply.language ?? 'en';
  return {
    turn: { id: turn.id, seq: turn.seq },
    reply: {
      id: reply.id,
      text: reply.text,
      language,
      sources: reply.sources ?? [],
      degraded: reply.degradedReason !== null,
      ...(reply.degradedReason === null ? {} : { degradedReason: reply.degradedReason }),
      composition: reply.composition ?? 'fixed',
      choices: reply.choices ?? [],
      ...(reply.interaction === null ? {} : { interaction: reply.interaction }),
    },
    route: turn.route ?? emptyRoute(language),
    decision: turn.decision ?? 'clarify',
  };
}
