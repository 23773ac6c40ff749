import { needsEarlier } from '@guichet/guardrails/needs-earlier';
import { normalizeMessage } from '@guichet/guardrails/normalize-message';
import { CodedError } from '@guichet/protocol/coded-error';
import type { Language } from '@guichet/protocol/language';
import type { MessageRequest } from '@guichet/protocol/message';
import { findRedactionBasis, type RedactionBasis } from '@guichet/services/conversation/find-redaction-basis';
import { type AcceptedTurn, acceptTurn } from '@guichet/services/turn/accept-turn';
import type { Services } from '../services.ts';
import { turnLeaseMs } from './limits.ts';
import { maskCode } from './mask-code.ts';
import { type Masked, maskText, toStored } from './redact-message.ts';
import type { TurnCall } from './turn-call.ts';

const mostTries = 4;

export interface ReceivedText<Mask extends Masked = Masked> {
  accepted: AcceptedTurn;
  masked: Mask;
  /** What is stored instead while a one-time code is asked for. */
  textWithoutCode: string | undefined;
}

export interface IncomingText<Mask extends Masked> {
  /** Masks the text alone, or as part of its conversation. */
  mask(basis?: RedactionBasis): Mask;
  /** Personal data of it may have begun in an earlier message. */
  continues: boolean;
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
    mask: (basis) => maskText(call, text, basis && { ...basis, earlier: basis.earlier.map((message) => message.text) }),
    continues: needsEarlier(text),
    language: services.edgeRoute(maskText(call, text).text).language,
    clientMessageId: request.clientMessageId,
  });
  if (received !== undefined) return received;
  throw new CodedError('conversation_busy', 'Too many messages at once in this conversation.', {
    retryAfterSeconds: 1,
  });
}

/** Stores a text with the turn that it opens. Gives `undefined` where its interaction is no longer open, or others were faster again and again. */
export async function receiveText<Mask extends Masked>(
  services: Services,
  call: TurnCall,
  { mask, continues, language, clientMessageId, interactionId }: IncomingText<Mask>,
): Promise<ReceivedText<Mask> | undefined> {
  const { context } = services;
  const { caller, conversationId } = call;
  const alone = mask();
  const within = continues || alone.kinds.length > 0;
  for (let tried = 0; tried < (within ? mostTries : 1); tried += 1) {
    const basis = within ? await findRedactionBasis(context, caller, conversationId) : undefined;
    const masked = basis === undefined ? alone : mask(basis);
    call.event.redacted = masked.kinds.join(' ') || undefined;
    const textWithoutCode = interactionId === undefined ? maskCode(masked.text) : undefined;
    const accepted = await acceptTurn(context, caller, {
      conversationId,
      clientMessageId,
      text: masked.text,
      language,
      redaction: basis === undefined ? null : await toStored(services, call, { masked, basis }),
      leaseMs: turnLeaseMs,
      ...(interactionId === undefined ? {} : { interactionId }),
      ...(textWithoutCode === undefined ? {} : { textWithoutCode }),
    });
    if (accepted !== undefined) return { accepted, masked, textWithoutCode };
  }
  return undefined;
}
