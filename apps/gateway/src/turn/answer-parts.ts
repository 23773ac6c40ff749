import type { TurnAnswer, Usage } from '@guichet/protocol/message';
import type { StreamPart } from '@guichet/protocol/stream';

/** A complete answer as a stream, for callers who came after it was made. */
export async function* answerParts(answer: TurnAnswer): AsyncGenerator<StreamPart> {
  yield { type: 'turn-start', turn: answer.turn, replyId: answer.reply.id };
  yield* bodyParts(answer);
}

/** All parts after the first, but for those that were given out already. */
export function* bodyParts(
  answer: TurnAnswer,
  given: ReadonlySet<StreamPart['type']> = new Set(),
): Generator<StreamPart> {
  const { reply, route, decision } = answer;
  if (!given.has('route-set')) yield { type: 'route-set', route, decision, language: reply.language };
  if (!given.has('text-start')) yield { type: 'text-start', id: reply.id };
  if (reply.text !== '') yield { type: 'text-delta', id: reply.id, delta: reply.text };
  yield { type: 'text-end', id: reply.id };
  yield* closingParts(answer);
}

/** The parts after the text. */
export function* closingParts(answer: TurnAnswer, usage?: Usage): Generator<StreamPart> {
  const { reply, decision } = answer;
  for (const source of reply.sources) yield { type: 'source-add', source };
  if (reply.interaction !== undefined) yield { type: 'interaction-offer', interaction: reply.interaction };
  if (reply.choices.length > 0) yield { type: 'choice-offer', choices: reply.choices };
  if (decision === 'handoff') yield { type: 'handoff-request', reason: handoffReason(answer) };
  yield { type: 'turn-end', answer, ...(usage === undefined ? {} : { usage }) };
}

/** Why a person is needed, for the institution's own systems. */
function handoffReason({ route }: TurnAnswer): string {
  const intent = route.intents[0]?.intent;
  if (intent === undefined) return 'not understood';
  return intent === 'talk_to_human' ? 'asked for a person' : `a person is needed for ${intent}`;
}
