import { decide } from '@guichet/dialogue/decide';
import { dialogueState, initialState } from '@guichet/dialogue/dialogue-state';
import { phrase } from '@guichet/dialogue/phrases';
import { CodedError } from '@guichet/protocol/coded-error';
import type { TurnAnswer } from '@guichet/protocol/message';
import type { ExplainedRoute, Route } from '@guichet/protocol/route';
import type { StreamPart } from '@guichet/protocol/stream';
import type { AcceptedTurn } from '@guichet/services/turn/accept-turn';
import { failTurn } from '@guichet/services/turn/fail-turn';
import { finishTurn } from '@guichet/services/turn/finish-turn';
import { emptyRoute } from '@guichet/services/turn/stored-answer';
import { describeCause, toCoded } from '../middleware/answer-error.ts';
import { chosenRoute } from '../routing/chosen-route.ts';
import { routeMessage } from '../routing/route-message.ts';
import type { Services } from '../services.ts';
import { bodyParts, closingParts } from './answer-parts.ts';
import { compose } from './compose.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { encoderBudgetMs } from './limits.ts';
import { inferenceCall, type TurnCall } from './turn-call.ts';

/**
 * Steps 4 to 10 of an opened turn: route, decide, compose, store. Every part is given out as soon as it stands. However it goes,
 * the turn ends: with its answer, or with an apology; a stream whose text cannot be the stored one ends with an error part.
 */
export async function* runTurn(services: Services, call: TurnCall, accepted: AcceptedTurn): AsyncGenerator<StreamPart> {
  const replyId = services.context.newId('msg');
  const { id, seq } = accepted.turn;
  yield { type: 'turn-start', turn: { id, seq }, replyId };
  let routed = false;
  try {
    for await (const part of answerTurn(services, call, accepted, replyId)) {
      routed ||= part.type === 'route-set';
      yield part;
    }
  } catch (error) {
    const coded = toCoded(error);
    Object.assign(call.event, { errorCode: coded.code, cause: describeCause(coded.cause) });
    const apology = await apologize(services, call, accepted, replyId).catch(() => undefined);
    if (apology !== undefined && !routed) yield* bodyParts(apology);
    else yield { type: 'error', error: { code: coded.code, message: coded.message, requestId: call.requestId } };
  }
}

async function* answerTurn(
  services: Services,
  call: TurnCall,
  accepted: AcceptedTurn,
  replyId: string,
): AsyncGenerator<StreamPart> {
  const { turn } = accepted;
  const { text } = turn;
  const index = await services.knowledge.get(call.caller.tenantId, accepted.releaseId);
  const titled = index.titled(text, turn.language ?? 'en');
  const routed =
    titled === undefined
      ? await routeMessage(services, inferenceCall(call, services.now(), encoderBudgetMs), text)
      : { route: chosenRoute(titled), embedding: null, encoderMissing: false };
  const { route } = routed;
  const evidence = gatherEvidence({ index, hits: accepted.hits, routed, titled });
  const state = dialogueState.catch(initialState).parse(accepted.state);
  const decided = decide({ state, route, evidence, text });
  const { decision, choices } = decided;
  yield { type: 'route-set', route: withoutReasons(route), decision, language: route.language };

  yield { type: 'text-start', id: replyId };
  let replyText = '';
  const pieces = compose(services, call, { decided, route, index, evidence, text });
  let piece = await pieces.next();
  call.event.firstTextMs = services.now() - call.begunAt;
  for (; piece.done !== true; piece = await pieces.next()) {
    replyText += piece.value;
    yield { type: 'text-delta', id: replyId, delta: piece.value };
  }
  yield { type: 'text-end', id: replyId };

  const { composition, sources, usage, degradedReason: composedReason } = piece.value;
  const degradedReason = composedReason ?? (routed.encoderMissing ? 'encoder-unavailable' : undefined);
  const answer: TurnAnswer = {
    turn: { id: turn.id, seq: turn.seq },
    reply: {
      id: replyId,
      text: replyText,
      language: route.language,
      sources,
      degraded: degradedReason !== undefined,
      ...(degradedReason === undefined ? {} : { degradedReason }),
      composition,
      choices,
    },
    route: withoutReasons(route),
    decision,
  };
  Object.assign(call.event, { tier: route.tier, decision, composition, degradedReason });
  await store(services, call, { accepted, answer, state: decided.state, usage });
  yield* closingParts(answer);
}

function withoutReasons({ reasons: _reasons, ...route }: ExplainedRoute): Route {
  return route;
}

interface StoreInput {
  accepted: AcceptedTurn;
  answer: TurnAnswer;
  state: unknown;
  usage: { promptTokens: number; completionTokens: number };
}

async function store(
  { context }: Services,
  call: TurnCall,
  { accepted, answer, state, usage }: StoreInput,
): Promise<void> {
  const { conversationId, caller } = call;
  const { reply, route, decision } = answer;
  const input = { turn: accepted.turn, conversationId, reply, route, decision, state, usage };
  if (await finishTurn(context, caller, input)) return;
  throw new CodedError('turn_running', 'This message was answered meanwhile. Read the conversation again.');
}

async function apologize(
  { context }: Services,
  call: TurnCall,
  { turn }: AcceptedTurn,
  replyId: string,
): Promise<TurnAnswer | undefined> {
  const { caller, conversationId, settings } = call;
  const language = turn.language ?? 'en';
  const apology = phrase('interrupted', settings, language);
  const reply = await failTurn(context, caller, { turn, conversationId, language, apology, replyId });
  if (reply === undefined) return undefined;
  return { turn: { id: turn.id, seq: turn.seq }, reply, route: emptyRoute(language), decision: 'clarify' };
}
