import { normalizeMessage } from '@guichet/guardrails/normalize-message';
import { redact } from '@guichet/guardrails/redact';
import { CodedError } from '@guichet/protocol/coded-error';
import type { MessageRequest } from '@guichet/protocol/message';
import { findRedactionCounts } from '@guichet/services/conversation/find-redaction-counts';
import { type AcceptedTurn, acceptTurn } from '@guichet/services/turn/accept-turn';
import type { Services } from '../services.ts';
import { turnLeaseMs } from './limits.ts';
import type { TurnCall } from './turn-call.ts';

const mostTries = 4;

export interface ReceivedMessage {
  accepted: AcceptedTurn;
  /** Normalised and redacted. */
  text: string;
}

/**
 * Steps 1 to 3 of a turn: normalise, redact, store. Personal data never gets further than this function. A message without any
 * costs one trip to the database; placeholders are numbered on from the conversation's, which takes a look first.
 */
export async function receiveMessage(
  services: Services,
  call: TurnCall,
  request: MessageRequest,
): Promise<ReceivedMessage> {
  const { context, edgeRoute } = services;
  const text = normalizeMessage(request.text);
  const plain = redact(text);
  const shared = {
    conversationId: call.conversationId,
    clientMessageId: request.clientMessageId,
    language: edgeRoute(plain.text).language,
    leaseMs: turnLeaseMs,
  };
  call.event.redacted = plain.kinds.join(' ') || undefined;
  for (let tried = 0; tried < mostTries; tried += 1) {
    const numbered = plain.kinds.length === 0 ? null : await numberPlaceholders(services, call, text);
    const redacted = numbered?.text ?? plain.text;
    const accepted = await acceptTurn(context, call.caller, { ...shared, text: redacted, redaction: numbered });
    if (accepted !== undefined) return { accepted, text: redacted };
  }
  throw new CodedError('conversation_busy', 'Too many messages at once in this conversation.', {
    retryAfterSeconds: 1,
  });
}

async function numberPlaceholders({ context }: Services, { caller, conversationId }: TurnCall, text: string) {
  const before = await findRedactionCounts(context, caller, conversationId);
  const { text: numbered, counts } = redact(text, before);
  return { text: numbered, before, after: counts };
}
