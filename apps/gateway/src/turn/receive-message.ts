import { normalizeMessage } from '@guichet/guardrails/normalize-message';
import { redact } from '@guichet/guardrails/redact';
import { CodedError } from '@guichet/protocol/coded-error';
import type { Language } from '@guichet/protocol/language';
import type { MessageRequest } from '@guichet/protocol/message';
import { findRedactionCounts } from '@guichet/services/conversation/find-redaction-counts';
import { type AcceptedTurn, acceptTurn } from '@guichet/services/turn/accept-turn';
import type { Services } from '../services.ts';
import { turnLeaseMs } from './limits.ts';
import { maskCode } from './mask-code.ts';
import type { TurnCall } from './turn-call.ts';

const mostTries = 4;

/** A text whose personal data has become placeholders, numbered on from the counts it was masked with. */
export interface Masked {
  text: string;
  counts: Record<string, number>;
  kinds: readonly string[];
}

export interface ReceivedText<Mask extends Masked = Masked> {
  accepted: AcceptedTurn;
  masked: Mask;
  /** What is stored instead while a one-time code is asked for. */
  textWithoutCode: string | undefined;
}

export interface IncomingText<Mask extends Masked> {
  mask(counts: Record<string, number>): Mask;
  language: Language;
  clientMessageId: string | undefined;
  /** The interaction that is answered with it. */
  interactionId?: string;
}

/**
 * Steps 1 to 3 of a turn: normalise, redact, store. Personal data never gets further than this function. A message without any
 * costs one trip to the database; placeholders are numbered on from the conversation's, which takes a look first.
 */
export async function receiveMessage(
  services: Services,
  call: TurnCall,
  request: MessageRequest,
): Promise<ReceivedText> {
  const text = normalizeMessage(request.text);
  const received = await receiveText(services, call, {
    mask: (counts) => redact(text, counts),
    language: services.edgeRoute(redact(text).text).language,
    clientMessageId: request.clientMessageId,
  });
  if (received !== undefined) return received;
  throw new CodedError('conversation_busy', 'Too many messages at once in this conversation.', {
    retryAfterSeconds: 1,
  });
}

/** Stores a text with the turn that it opens. Gives `undefined` where its interaction is no longer open, or others were faster again and again. */
export async function receiveText<Mask extends Masked>(
  { context }: Services,
  { caller, conversationId, event }: TurnCall,
  { mask, language, clientMessageId, interactionId }: IncomingText<Mask>,
): Promise<ReceivedText<Mask> | undefined> {
  const plain = mask({});
  event.redacted = plain.kinds.join(' ') || undefined;
  const numbers = plain.kinds.length > 0;
  for (let tried = 0; tried < (numbers ? mostTries : 1); tried += 1) {
    const before = numbers ? await findRedactionCounts(context, caller, conversationId) : {};
    const masked = numbers ? mask(before) : plain;
    const textWithoutCode = interactionId === undefined ? maskCode(masked.text) : undefined;
    const accepted = await acceptTurn(context, caller, {
      conversationId,
      clientMessageId,
      text: masked.text,
      language,
      redaction: numbers ? { before, after: masked.counts } : null,
      leaseMs: turnLeaseMs,
      ...(interactionId === undefined ? {} : { interactionId }),
      ...(textWithoutCode === undefined ? {} : { textWithoutCode }),
    });
    if (accepted !== undefined) return { accepted, masked, textWithoutCode };
  }
  return undefined;
}
