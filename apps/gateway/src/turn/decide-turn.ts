import { decide, type PolicyDecision } from '@guichet/dialogue/decide';
import { dialogueState, initialState } from '@guichet/dialogue/dialogue-state';
import type { AcceptedTurn } from '@guichet/services/turn/accept-turn';
import type { KnowledgeIndex } from '../knowledge/knowledge-index.ts';
import { chosenRoute, personRoute } from '../routing/chosen-route.ts';
import { emptySlots } from '../routing/empty-slots.ts';
import { type RoutedMessage, routeMessage } from '../routing/route-message.ts';
import type { Services } from '../services.ts';
import { type GatheredEvidence, gatherEvidence } from './gather-evidence.ts';
import { encoderBudgetMs } from './limits.ts';
import { markStep } from './mark-step.ts';
import { inferenceCall, type TurnCall } from './turn-call.ts';

export interface DecidedTurn {
  routed: RoutedMessage;
  decided: PolicyDecision;
  index: KnowledgeIndex;
  evidence: GatheredEvidence;
}

/** Steps 4 to 6 of a turn: route the stored message, look up what the knowledge base offers, decide. */
export async function decideTurn(services: Services, call: TurnCall, accepted: AcceptedTurn): Promise<DecidedTurn> {
  const { text, language } = accepted.turn;
  const index = await services.knowledge.get(call.caller.tenantId, accepted.releaseId);
  const titled = index.titled(text, language ?? 'en');
  const given = titled === undefined ? personRoute(text, language ?? 'en') : chosenRoute(titled);
  const routed: RoutedMessage =
    given === undefined
      ? await routeMessage(services, inferenceCall(call, services.now(), encoderBudgetMs), text)
      : { route: given, embedding: null, encoderMissing: false };
  markStep(call, services, 'routed');
  const evidence = gatherEvidence({ index, hits: accepted.hits, routed, titled });
  const { route } = routed;
  if (call.expert !== undefined && !route.rejected) route.experts = emptySlots([{ name: call.expert, gate: 1 }]);
  // A state of another version is as good as none: the conversation goes on.
  const state = dialogueState.catch(initialState).parse(accepted.state);
  return { routed, decided: decide({ state, route, evidence, text }), index, evidence };
}
