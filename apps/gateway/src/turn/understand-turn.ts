import { type DialogueState, readState } from '@guichet/dialogue/dialogue-state';
import type { FlowSet } from '@guichet/dialogue/flow/read-flows';
import { mergeBurst } from '@guichet/dialogue/policy/burst';
import { isPlainAnswer } from '@guichet/dialogue/policy/is-plain-answer';
import type { PolicyEvent } from '@guichet/dialogue/policy/policy-types';
import { splitClauses } from '@guichet/dialogue/policy/split-clauses';
import { findSlots } from '@guichet/dialogue/slots/find-slots';
import type { ExplainedRoute } from '@guichet/protocol/route';
import type { AcceptedTurn } from '@guichet/services/turn/accept-turn';
import { findCardTails } from '@guichet/services/vault/find-card-tails';
import type { KnowledgeIndex } from '../knowledge/knowledge-index.ts';
import { chosenRoute, flowRoute, personRoute } from '../routing/chosen-route.ts';
import { emptySlots } from '../routing/empty-slots.ts';
import { explainEdgeRoute } from '../routing/explain-edge-route.ts';
import { type RoutedMessage, routeMessage } from '../routing/route-message.ts';
import type { Services } from '../services.ts';
import { type GatheredEvidence, gatherEvidence } from './gather-evidence.ts';
import { languageOf } from './language-of.ts';
import { encoderBudgetMs } from './limits.ts';
import { markStep } from './mark-step.ts';
import { policySettings, slotSettings } from './policy-settings.ts';
import { inferenceCall, type TurnCall } from './turn-call.ts';

/** A stored turn with all that deciding it takes. */
export interface UnderstoodTurn {
  /** What happened, as the policy takes it. */
  event: PolicyEvent;
  state: DialogueState;
  set: FlowSet;
  routed: RoutedMessage;
  index: KnowledgeIndex;
  evidence: GatheredEvidence;
  /** The last four digits behind the card placeholders spoken of. */
  cardTails: Record<string, string>;
  /** The redacted text that is answered: the message, or the pieces of one thought together. */
  text: string;
}

/** Steps 4 and 5 of a turn: routes the stored message and looks up what the knowledge base offers. */
export async function understandTurn(
  services: Services,
  call: TurnCall,
  accepted: AcceptedTurn,
): Promise<UnderstoodTurn> {
  const { tenantId } = call.caller;
  const index = await services.knowledge.get(tenantId, accepted.releaseId);
  const set = await services.flows.get(tenantId, accepted.flowReleaseId);
  const state = readState(accepted.state);
  const cardTails = await tailsOf(services, call, [accepted.turn.text, call.answering]);
  const shared = { index, set, state, cardTails };
  if (call.answering !== undefined) return understandAnswer(shared, call.answering, accepted);
  return understandMessage(services, call, { ...shared, accepted });
}

/** Looked up only where a card number was masked, so that "my card <CARD_1>" can be told among those offered. */
async function tailsOf({ context }: Services, call: TurnCall, said: unknown): Promise<Record<string, string>> {
  if (!/<CARD_\d+>/.test(JSON.stringify(said))) return {};
  return findCardTails(context, call.caller, call.conversationId);
}

type Shared = Pick<UnderstoodTurn, 'index' | 'set' | 'state' | 'cardTails'>;

/** An answered interaction needs no router. */
function understandAnswer(
  shared: Shared,
  answering: NonNullable<TurnCall['answering']>,
  { turn, hits }: AcceptedTurn,
): UnderstoodTurn {
  const route = flowRoute(shared.state.language ?? turn.language ?? 'en', shared.state.flows.at(-1)?.intent);
  const routed = { route, embedding: null, encoderMissing: false };
  const evidence = gatherEvidence({ index: shared.index, hits, routed, titled: undefined });
  return { ...shared, event: { type: 'interaction', ...answering }, routed, evidence, text: turn.text };
}

async function understandMessage(
  services: Services,
  call: TurnCall,
  { accepted, ...shared }: Shared & { accepted: AcceptedTurn },
): Promise<UnderstoodTurn> {
  const { index, state, cardTails } = shared;
  const now = services.now();
  const guessed = accepted.turn.language ?? 'en';
  const { text, merged } = mergeBurst(state, accepted.turn.text, now);
  if (merged) call.event.merged = true;
  const { timeZone } = policySettings(call.settings);
  const found = findSlots(text, languageOf(text, state, guessed), {
    ...slotSettings(call.settings, cardTails),
    now,
    timeZone,
  });
  const titled = index.titled(text, guessed);
  const certain = titled === undefined ? personRoute(text, guessed) : chosenRoute(titled);
  const plain =
    certain === undefined && isPlainAnswer(state, text, found) ? explainEdgeRoute(services.edgeRoute(text)) : certain;
  const given: RoutedMessage | undefined =
    plain === undefined ? undefined : { route: plain, embedding: null, encoderMissing: false };
  const [routed, clauses] = await Promise.all([
    given ?? routeMessage(services, inferenceCall(call, now, encoderBudgetMs), text),
    given === undefined ? routeClauses(services, call, text) : [],
  ]);
  markStep(call, services, 'routed');
  const { route } = routed;
  route.language = languageOf(text, state, route.language);
  const evidence = gatherEvidence({ index, hits: accepted.hits, routed, titled });
  if (call.expert !== undefined && !route.rejected) route.experts = emptySlots([{ name: call.expert, gate: 1 }]);
  return { ...shared, event: { type: 'message', text, route, clauses, found }, routed, evidence, text };
}

/** The routes of a message's parts, at the edge or by the encoder like any message; whole messages need none. */
async function routeClauses(services: Services, call: TurnCall, text: string): Promise<ExplainedRoute[]> {
  const parts = splitClauses(text);
  if (parts.length < 2) return [];
  const inference = inferenceCall(call, services.now(), encoderBudgetMs);
  const routed = await Promise.all(parts.map((part) => routeMessage(services, inference, part)));
  return routed.map(({ route }) => route);
}
