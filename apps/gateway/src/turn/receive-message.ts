import { normalizeMessage } from '@guichet/guardrails/normalize-message';
import { CodedError } from '@guichet/protocol/coded-error';
import type { MessageRequest } from '@guichet/protocol/message';
import type { Services } from '../services.ts';
import { type ReceivedText, receiveText } from './receive-text.ts';
import { redactAlone, redactWithin } from './redact-message.ts';
import type { TurnCall } from './turn-call.ts';

/**
 * Steps 1 to 3 of a turn: normalise, redact, store. Personal data never gets further than this function, but to the vault. A message
 * without any costs one trip to the database; one with some, or with a number that may belong to an earlier message, takes a look first.
 */
export async function receiveMessage(
  services: Services,
  call: TurnCall,
  request: MessageRequest,
): Promise<ReceivedText> {
  const { edgeRoute } = services;
  const text = normalizeMessage(request.text);
  const first = redactAlone(call, text);
  const received = await receiveText(services, call, {
    first,
    within: () => redactWithin(services, call, text),
    language: edgeRoute(first.text).language,
    clientMessageId: request.clientMessageId,
  });
  if (received !== undefined) return received;
  throw new CodedError('conversation_busy', 'Too many messages at once in this conversation.', {
    retryAfterSeconds: 1,
  });
}
