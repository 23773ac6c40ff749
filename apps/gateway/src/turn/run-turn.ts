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
import type { Services } from '../services.ts';
import { bodyParts, closingParts } from './answer-parts.ts';
import { compose } from './compose.ts';
import type { Composition } from './composition.ts';
import { type DecidedTurn, decideTurn } from './decide-turn.ts';
import { secretNotice } from './secret-notice.ts';
import type { TurnCall } from './turn-call.ts';

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
    for await (const part of answerTurn({ services, call, accepted, replyId })) {
      routed ||= part.type === 'route-set';
      yield part;
    }
  } catch (error) {
    const coded = toCoded(error);
    Object.assign(call.event, { errorCode: coded.code, cause: describeCause(coded.cause) });
    const apology = await apologize({ services, call, accepted, replyId }).catch(() => undefined);
    if (apology !== undefined && !routed) yield* bodyParts(apology);
    else yield { type: 'error', error: { code: coded.code, message: coded.message, requestId: call.requestId } };
  }
}

interface RunningTurn {
  services: Services;
  call: TurnCall;
  accepted: AcceptedTurn;
  replyId: string;
}

async function* answerTurn(running: RunningTurn): AsyncGenerator<StreamPart> {
  const { services, call, accepted, replyId: id } = running;
  const decided = await decideTurn(services, call, accepted);
  const { route } = decided.routed;
  yield {
    type: 'route-set',
    route: withoutReasons(route),
    decision: decided.decided.decision,
    language: route.language,
  };

  yield { type: 'text-start', id };
  let text = secretNotice(call, route.language, accepted.turn.text);
  if (text !== '') yield { type: 'text-delta', id, delta: text };
  const pieces = compose(services, call, { ...decided, route, text: accepted.turn.text });
  let piece = await pieces.next();
  call.event.firstTextMs = services.now() - call.begunAt;
  for (; piece.done !== true; piece = await pieces.next()) {
    text += piece.value;
    yield { type: 'text-delta', id, delta: piece.value };
  }
  yield { type: 'text-end', id };

  const answer = toAnswer(running, decided, { ...piece.value, text });
  await store(running, answer, { state: decided.decided.state, usage: piece.value.usage });
  yield* closingParts(answer, piece.value.usage);
}

function toAnswer(
  { call, accepted, replyId }: RunningTurn,
  { routed, decided }: DecidedTurn,
  { text, composition, sources, ...composed }: Composition & { text: string },
): TurnAnswer {
  const { decision, choices } = decided;
  const { language, tier } = routed.route;
  const degradedReason = composed.degradedReason ?? (routed.encoderMissing ? 'encoder-unavailable' : undefined);
  Object.assign(call.event, { tier, decision, composition, degradedReason });
  return {
    turn: { id: accepted.turn.id, seq: accepted.turn.seq },
    reply: {
      id: replyId,
      text,
      language,
      sources,
      degraded: degradedReason !== undefined,
      ...(degradedReason === undefined ? {} : { degradedReason }),
      composition,
      choices,
    },
    route: withoutReasons(routed.route),
    decision,
  };
}

function withoutReasons({ reasons: _reasons, ...route }: ExplainedRoute): Route {
  return route;
}

async function store(
  { services, call, accepted }: RunningTurn,
  answer: TurnAnswer,
  { state, usage }: { state: unknown; usage: Composition['usage'] },
): Promise<void> {
  const { conversationId, caller } = call;
  const { reply, route, decision } = answer;
  const input = { turn: accepted.turn, conversationId, reply, route, decision, state, usage };
  if (await finishTurn(services.context, caller, input)) return;
  throw new CodedError('turn_running', 'This message was answered meanwhile. Read the conversation again.');
}

async function apologize({ services, call, accepted, replyId }: RunningTurn): Promise<TurnAnswer | undefined> {
  const { caller, conversationId, settings } = call;
  const { turn } = accepted;
  const language = turn.language ?? 'en';
  const apology = phrase('interrupted', settings, language);
  const reply = await failTurn(services.context, caller, { turn, conversationId, language, apology, replyId });
  if (reply === undefined) return undefined;
  return { turn: { id: turn.id, seq: turn.seq }, reply, route: emptyRoute(language), decision: 'clarify' };
}
