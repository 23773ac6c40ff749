import { normalizeMessage } from '@guichet/guardrails/normalize-message';
import { CodedError } from '@guichet/protocol/coded-error';
import type { Interaction, InteractionRequest, InteractionState } from '@guichet/protocol/interaction';
import type { Language } from '@guichet/protocol/language';
import type { StreamPart } from '@guichet/protocol/stream';
import { findInteraction } from '@guichet/services/interaction/find-interaction';
import type { Services } from '../services.ts';
import { interactionText } from './interaction-text.ts';
import { continueTurn } from './open-turn.ts';
import { receiveText } from './receive-message.ts';
import { type Masked, maskText } from './redact-message.ts';
import type { TurnCall } from './turn-call.ts';

export interface InteractionAnswer {
  interactionId: string;
  request: InteractionRequest;
}

/** Takes an answered interaction in and gives back its answer's parts. Each is taken by one turn; the same `clientMessageId` again is that turn. */
export async function openInteraction(
  services: Services,
  call: TurnCall,
  { interactionId, request }: InteractionAnswer,
): Promise<AsyncGenerator<StreamPart>> {
  const { conversationId, caller } = call;
  const { interaction, state } = await findInteraction(services.context, caller, { conversationId, interactionId });
  const language = languageOf(interaction);
  if (interactionText(interaction, request, language) === undefined) {
    throw new CodedError('invalid_request', wrongAnswer[interaction.type]);
  }
  const received = await receiveText(services, call, {
    mask: (basis) => maskAnswer(call, { interaction, request, language, counts: basis?.counts ?? {} }),
    continues: false,
    language,
    clientMessageId: request.clientMessageId,
    interactionId,
  });
  if (received === undefined) throw noLongerOpen(state);
  const { clientMessageId: _, ...given } = received.masked.request;
  return continueTurn(services, { ...call, answering: { id: interactionId, ...given } }, received);
}

interface MaskedAnswer extends Masked {
  request: InteractionRequest;
}

interface AnswerToMask {
  interaction: Interaction;
  request: InteractionRequest;
  language: Language;
  counts: Masked['counts'];
}

/**
 * The answer with personal data masked as in any message: the text that is stored and the values that the policy gets carry the same
 * placeholders. A code is not masked but never in the text: it goes to the institution and nowhere else.
 */
function maskAnswer(call: TurnCall, { interaction, request, language, counts }: AnswerToMask): MaskedAnswer {
  const kinds = new Set<Masked['kinds'][number]>();
  const found: Masked['values'] = [];
  let running = counts;
  const values = Object.entries(request.values ?? {}).map(([name, value]) => {
    const masked = maskText(call, normalizeValue(value), { counts: running });
    running = masked.counts;
    for (const kind of masked.kinds) kinds.add(kind);
    found.push(...masked.values);
    return [name, masked.text] as const;
  });
  const masked = request.values === undefined ? request : { ...request, values: Object.fromEntries(values) };
  const text = interactionText(interaction, masked, language) ?? '';
  return { text, counts: running, kinds: [...kinds], values: found, earlier: [], request: masked };
}

/** An empty field is an answer, too. */
function normalizeValue(value: string): string {
  return value.trim() === '' ? '' : normalizeMessage(value);
}

const wrongAnswer: Record<Interaction['type'], string> = {
  form: 'This is a form: send values.',
  choice: 'This is a choice: send value.',
  confirm: 'This is a confirmation: send confirmed.',
  secret: 'This is a code field: send code.',
  case: 'A case is only shown: there is nothing to answer.',
};

function noLongerOpen(state: InteractionState): CodedError {
  return state === 'expired'
    ? new CodedError('interaction_expired', 'This is no longer open. Read the conversation for what is asked now.')
    : new CodedError('interaction_used', 'This was answered already.');
}

/** The language that the interaction was written in. */
function languageOf(interaction: Interaction): Language {
  return /\p{Script=Han}/u.test(JSON.stringify(interaction)) ? 'zh' : 'en';
}
