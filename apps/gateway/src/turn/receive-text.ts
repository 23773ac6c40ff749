import type { Language } from '@guichet/protocol/language';
import { type AcceptedTurn, type AcceptTurnInput, acceptTurn } from '@guichet/services/turn/accept-turn';
import type { Services } from '../services.ts';
import { turnLeaseMs } from './limits.ts';
import { maskCode } from './mask-code.ts';
import type { TurnCall } from './turn-call.ts';

const mostTries = 4;

/** A text whose personal data has become placeholders. */
export interface MaskedText {
  text: string;
  kinds: readonly string[];
  /** What is stored with the turn; null where nothing was masked. */
  redaction: AcceptTurnInput['redaction'];
}

export interface IncomingText<Masked extends MaskedText> {
  /** As if it were the conversation's first; `alone` where that is all there is to it. */
  first: Masked & { alone: boolean };
  /** As part of its conversation, which takes a look at it; asked again where another message was faster. */
  within(): Promise<Masked>;
  language: Language;
  clientMessageId: string | undefined;
  /** The interaction that is answered with it. */
  interactionId?: string;
}

export interface ReceivedText<Masked extends MaskedText = MaskedText> {
  accepted: AcceptedTurn;
  masked: Masked;
  /** What is stored instead while a one-time code is asked for. */
  textWithoutCode: string | undefined;
}

/**
 * Stores a text with the turn that it opens. Gives `undefined` where its interaction is no longer open, or where others were faster again
 * and again.
 */
export async function receiveText<Masked extends MaskedText>(
  { context }: Services,
  { caller, conversationId, event }: TurnCall,
  { first, within, language, clientMessageId, interactionId }: IncomingText<Masked>,
): Promise<ReceivedText<Masked> | undefined> {
  for (let tried = 0; tried < (first.alone ? 1 : mostTries); tried += 1) {
    const masked = first.alone ? first : await within();
    event.redacted = masked.kinds.join(' ') || undefined;
    const textWithoutCode = interactionId === undefined ? maskCode(masked.text) : undefined;
    const accepted = await acceptTurn(context, caller, {
      conversationId,
      clientMessageId,
      text: masked.text,
      language,
      redaction: masked.redaction,
      leaseMs: turnLeaseMs,
      ...(interactionId === undefined ? {} : { interactionId }),
      ...(textWithoutCode === undefined ? {} : { textWithoutCode }),
    });
    if (accepted !== undefined) return { accepted, masked, textWithoutCode };
  }
  return undefined;
}
