import type { DialogueState } from '@guichet/dialogue/dialogue-state';
import { phrase } from '@guichet/dialogue/phrases';
import { CodedError } from '@guichet/protocol/coded-error';
import type { TurnAnswer } from '@guichet/protocol/message';
import type { ExplainedRoute, Route } from '@guichet/protocol/route';
import type { StreamPart } from '@guichet/protocol/stream';
import type { SettledInteractions } from '@guichet/services/interaction/settle-interactions';
import type { AcceptedTurn } from '@guichet/services/turn/accept-turn';
import type { CloseTurnInput } from '@guichet/services/turn/close-turn';
import { failTurn } from '@guichet/services/turn/fail-turn';
import { finishTurn } from '@guichet/services/turn/finish-turn';
import { emptyRoute } from '@guichet/services/turn/stored-answer';
import { describeCause, toCoded } from '../middleware/answer-error.ts';
import type { Services } from '../services.ts';
import { afterEarlierTurns } from './after-earlier-turns.ts';
import { bodyParts, closingParts } from './answer-parts.ts';
import { composeOutputs } from './compose-outputs.ts';
import type { Composition } from './composition.ts';
import { markStep } from './mark-step.ts';
import { type PolicyRun, runPolicy } from './run-policy.ts';
import { secretNotice } from './secret-notice.ts';
import type { TurnCall } from './turn-call.ts';
import { type UnderstoodTurn, understandTurn } from './understand-turn.ts';

/**
 * Steps 4 to 10 of an opened turn: route, decide, compose, store. Every part is given out as soon as it stands. However it goes,
 * the turn ends: with its answer, or with an apology; a stream whose text cannot be the stored one ends with an error part.
 */
export async function* runTurn(services: Services, call: TurnCall, accepted: AcceptedTurn): AsyncGenerator<StreamPart> {
  const replyId = services.context.newId('msg');
  const { id, seq } = accepted.turn;
  yield { type: 'turn-start', turn: { id, seq }, replyId };
  const given = new Set<StreamPart['type']>();
  try {
    for await (const part of answerTurn({ services, call, accepted, replyId })) {
      given.add(part.type);
      yield part;
    }
  } catch (error) {
    const coded = toCoded(error);
    Object.assign(call.event, { errorCode: coded.code, cause: describeCause(coded.cause) });
    const apology = await apologize({ services, call, accepted, replyId }).catch(() => undefined);
    // As long as nothing was said, the apology can be the text.
    if (apology !== undefined && !given.has('text-delta') && !given.has('text-end')) yield* bodyParts(apology, given);
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
  const { services, call, replyId: id } = running;
  const accepted = await afterEarlierTurns(services, call, running.accepted);
  const understood = await understandTurn(services, call, accepted);
  const { route } = understood.routed;
  const policy = await runPolicy({ services, call, turnId: accepted.turn.id, understood });
  yield { type: 'route-set', route: withoutReasons(route), decision: policy.first.decision, language: route.language };

  yield { type: 'text-start', id };
  let text = secretNotice(call, route.language, accepted.turn.text);
  if (text !== '') yield { type: 'text-delta', id, delta: text };
  const pieces = composeOutputs(services, call, { understood, outputs: policy.outputs() });
  let piece = await pieces.next();
  markStep(call, services, 'firstText');
  for (; piece.done !== true; piece = await pieces.next()) {
    text += piece.value;
    yield { type: 'text-delta', id, delta: piece.value };
  }
  markStep(call, services, 'composed');
  yield { type: 'text-end', id };

  const run = policy.result();
  const answer = toAnswer(running, { understood, run }, { ...piece.value, text });
  const interactions = policy.touchesFlows() ? settled(understood.state, run) : undefined;
  await store(running, answer, { state: run.state, usage: piece.value.usage, interactions });
  markStep(call, services, 'stored');
  yield* closingParts(answer, piece.value.usage);
}

function toAnswer(
  { call, accepted, replyId }: RunningTurn,
  { understood, run }: { understood: UnderstoodTurn; run: PolicyRun },
  { text, composition, sources, ...composed }: Composition & { text: string },
): TurnAnswer {
  const { routed } = understood;
  const { decision, choices, interaction, handoffReason } = run;
  const { language, tier } = routed.route;
  const degradedReason = composed.degradedReason ?? (routed.encoderMissing ? 'encoder-unavailable' : undefined);
  const flow = run.state.flows.at(-1);
  Object.assign(call.event, {
    tier,
    decision,
    composition,
    degradedReason,
    handoffReason,
    flow: flow?.flow,
    step: flow?.step,
  });
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
      ...(interaction === undefined ? {} : { interaction }),
    },
    route: withoutReasons(routed.route),
    decision,
  };
}

/** What became of the conversation's interactions: what is open is what the flow at work waits for. */
function settled(before: DialogueState, { state, interaction }: PolicyRun): SettledInteractions {
  const usedIds = state.used.filter((id) => !before.used.includes(id));
  return { offered: interaction ?? null, openId: state.flows.at(-1)?.waiting?.id ?? null, usedIds };
}

function withoutReasons({ reasons: _reasons, ...route }: ExplainedRoute): Route {
  return route;
}

async function store(
  { services, call, accepted }: RunningTurn,
  answer: TurnAnswer,
  { state, usage, interactions }: Pick<CloseTurnInput, 'state' | 'usage' | 'interactions'>,
): Promise<void> {
  const { conversationId, caller } = call;
  const { reply, route, decision } = answer;
  const input = { turn: accepted.turn, conversationId, reply, route, decision, state, usage, interactions };
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
