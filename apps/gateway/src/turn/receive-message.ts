import { normalizeMessage } from '@guichet/guardrails/normalize-message';
import { redact } from '@guichet/guardrails/redact';
import { CodedError } from '@guichet/protocol/coded-error';
import type { MessageRequest } from '@guichet/protocol/message';
import { findRedactionCounts } from '@guichet/services/conversation/find-redaction-counts';
import type { Services } from '../services.ts';
import { type MaskedText, type ReceivedText, receiveText } from './receive-text.ts';
import type { TurnCall } from './turn-call.ts';

/**
 * Steps 1 to 3 of a turn: normalise, redact, store. Personal data never gets further than this function. A message without any
 * costs one trip to the database; placeholders are numbered on from the conversation's, which takes a look first.
 */
export async function receiveMessage(
  services: Services,
  call: TurnCall,
  request: MessageRequest,
): Promise<ReceivedText> {
  const { context, edgeRoute } = services;
  const text = normalizeMessage(request.text);
  const first = redact(text);
  const received = await receiveText<MaskedText>(services, call, {
    first: { ...first, alone: first.kinds.length === 0, redaction: null },
    within: async () => {
      const before = await findRedactionCounts(context, call.caller, call.conversationId);
      const redacted = redact(text, before);
      return { ...redacted, redaction: { before, after: redacted.counts } };
    },
    language: edgeRoute(first.text).language,
    clientMessageId: request.clientMessageId,
  });
  if (received !== undefined) return received;
  throw new CodedError('conversation_busy', 'Too many messages at once in this conversation.', {
    retryAfterSeconds: 1,
  });
}
