import { CodedError } from '@guichet/protocol/coded-error';
import type { MessageRequest, TurnAnswer } from '@guichet/protocol/message';
import type { StreamPart } from '@guichet/protocol/stream';
import type { AcceptedTurn } from '@guichet/services/turn/accept-turn';
import { readTurn } from '@guichet/services/turn/read-turn';
import { takeOverTurn } from '@guichet/services/turn/take-over-turn';
import type { Services } from '../services.ts';
import { answerParts } from './answer-parts.ts';
import { turnBudgetMs, turnLeaseMs } from './limits.ts';
import { markStep } from './mark-step.ts';
import { type ReceivedText, receiveMessage } from './receive-message.ts';
import { runTurn } from './run-turn.ts';
import type { TurnCall } from './turn-call.ts';

const pollMs = 250;

/**
 * Takes a message in and gives back its answer's parts: of a new turn as they come about, of one that ended as they were stored.
 * A repeated message waits for the turn that runs. Throws coded errors before the first part only.
 */
export async function openTurn(
  services: Services,
  call: TurnCall,
  request: MessageRequest,
): Promise<AsyncGenerator<StreamPart>> {
  return continueTurn(services, call, await receiveMessage(services, call, request));
}

/** The parts of a turn that was accepted: its own, or those of the one that its `clientMessageId` named before. */
export function continueTurn(
  services: Services,
  call: TurnCall,
  { accepted, masked, textWithoutCode }: ReceivedText,
): AsyncGenerator<StreamPart> | Promise<AsyncGenerator<StreamPart>> {
  markStep(call, services, 'accepted');
  Object.assign(call.event, { turnId: accepted.turn.id, repeated: !accepted.opened });
  if (accepted.opened) return runTurn(services, call, accepted);
  if (![masked.text, textWithoutCode ?? masked.text].some((text) => sameText(text, accepted.turn.text))) {
    throw new CodedError('idempotency_conflict', 'This clientMessageId was used for another text.');
  }
  if (accepted.answer !== null) return answerParts(accepted.answer);
  return attach(services, call, accepted);
}

async function attach(services: Services, call: TurnCall, accepted: AcceptedTurn): Promise<AsyncGenerator<StreamPart>> {
  const { context } = services;
  let { turn, answer }: { turn: AcceptedTurn['turn']; answer: TurnAnswer | null } = accepted;
  while (answer === null && context.now() < call.deadline) {
    const { id, attempt, leaseUntil } = turn;
    const abandoned = leaseUntil <= context.now();
    if (abandoned && (await takeOverTurn(context, call.caller, { turnId: id, attempt, leaseMs: turnLeaseMs }))) {
      const taken = { ...turn, attempt: attempt + 1 };
      return runTurn(services, { ...call, deadline: context.now() + turnBudgetMs }, { ...accepted, turn: taken });
    }
    await context.wait(pollMs);
    ({ turn, answer } = await readTurn(context, call.caller, id));
  }
  if (answer !== null) return answerParts(answer);
  throw new CodedError('turn_running', 'This message is still being answered.', { retryAfterSeconds: 5 });
}

/** Placeholders are numbered over the conversation, so the same message sent again carries other numbers. */
function sameText(a: string, b: string): boolean {
  const withoutNumbers = (text: string) => text.replace(/<([A-Z_]+)_\d+>/g, '<$1>');
  return withoutNumbers(a) === withoutNumbers(b);
}
