import { normalizeMessage } from '@guichet/guardrails/normalize-message';
import { CodedError } from '@guichet/protocol/coded-error';
import type { MessageRequest } from '@guichet/protocol/message';
import { type AcceptedTurn, acceptTurn } from '@guichet/services/turn/accept-turn';
import type { Services } from '../services.ts';
import { turnLeaseMs } from './limits.ts';
import { redactAlone, redactWithin } from './redact-message.ts';
import type { TurnCall } from './turn-call.ts';

const mostTries = 4;

export interface ReceivedMessage {
  accepted: AcceptedTurn;
  /** Normalised and redacted. */
  text: string;
}

/**
 * Steps 1 to 3 of a turn: normalise, redact, store. Personal data never gets further than this function, but to the vault. A message
 * without any costs one trip to the database; one with some, or with a number that may belong to an earlier message, takes a look first.
 */
export async function receiveMessage(
  services: Services,
  call: TurnCall,
  request: MessageRequest,
): Promise<ReceivedMessage> {
  const { context, edgeRoute } = services;
  const text = normalizeMessage(request.text);
  const first = redactAlone(call, text);
  const shared = {
    conversationId: call.conversationId,
    clientMessageId: request.clientMessageId,
    language: edgeRoute(first.text).language,
    leaseMs: turnLeaseMs,
  };
  for (let tried = 0; tried < mostTries; tried += 1) {
    const redacted = first.alone ? first : await redactWithin(services, call, text);
    call.event.redacted = redacted.kinds.join(' ') || undefined;
    const { redaction } = redacted;
    const accepted = await acceptTurn(context, call.caller, { ...shared, text: redacted.text, redaction });
    if (accepted !== undefined) return { accepted, text: redacted.text };
  }
  throw new CodedError('conversation_busy', 'Too many messages at once in this conversation.', {
    retryAfterSeconds: 1,
  });
}
