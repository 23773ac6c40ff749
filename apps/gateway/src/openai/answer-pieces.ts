import { initialState } from '@guichet/dialogue/dialogue-state';
import { normalizeMessage } from '@guichet/guardrails/normalize-message';
import { redact } from '@guichet/guardrails/redact';
import { CodedError } from '@guichet/protocol/coded-error';
import type { Usage } from '@guichet/protocol/message';
import type { CompletionExtension } from '@guichet/protocol/openai';
import type { StreamPart } from '@guichet/protocol/stream';
import { createConversation } from '@guichet/services/conversation/create-conversation';
import type { Services } from '../services.ts';
import { detach } from '../turn/detach.ts';
import { openTurn } from '../turn/open-turn.ts';
import { inferenceCall, type Sampling, type TurnCall } from '../turn/turn-call.ts';
import { base, mixture } from './models.ts';
import type { ReadMessages } from './read-messages.ts';

/** How an answer ended. */
export interface AnswerEnd {
  finishReason: 'stop' | 'length';
  usage: Usage;
  guichet?: CompletionExtension;
}

/** An answer's text in pieces, with its end. */
export type AnswerPieces = AsyncGenerator<string, AnswerEnd>;

export interface AnswerOptions {
  model: string;
  messages: ReadMessages;
  sampling: Sampling;
  /** Takes the work that is to end even where the caller leaves. */
  keep(work: Promise<unknown>): void;
}

/** Begins the answer of a model. Throws coded errors before the first piece, and in the middle where the model breaks off. */
export async function answerPieces(
  services: Services,
  call: Omit<TurnCall, 'conversationId'>,
  options: AnswerOptions,
): Promise<AnswerPieces> {
  return options.model === base ? generate(services, call, options) : runConversation(services, call, options);
}

/**
 * The product's answer, in a conversation of its own, so that it is stored and can be proven like any other. System messages and
 * earlier turns are the caller's business: they change neither policy nor knowledge.
 */
async function runConversation(
  services: Services,
  call: Omit<TurnCall, 'conversationId'>,
  options: AnswerOptions,
): Promise<AnswerPieces> {
  const { model, messages, sampling, keep } = options;
  const { id } = await createConversation(services.context, call.caller, { state: initialState });
  const expert = model === mixture ? {} : { expert: model };
  const turn = await openTurn(
    services,
    { ...call, conversationId: id, sampling, ...expert },
    { text: messages.question },
  );
  const { parts, finished } = detach(turn);
  keep(finished);
  return readTurn(parts, id);
}

async function* readTurn(parts: AsyncGenerator<StreamPart>, conversationId: string): AnswerPieces {
  for await (const part of parts) {
    if (part.type === 'text-delta') yield part.delta;
    if (part.type === 'error') throw new CodedError(part.error.code, part.error.message);
    if (part.type !== 'turn-end') continue;
    const { reply, decision, route } = part.answer;
    const { sources, degraded } = reply;
    const usage = part.usage ?? { promptTokens: 0, completionTokens: 0 };
    return { finishReason: 'stop', usage, guichet: { conversationId, decision, sources, degraded, route } };
  }
  throw new CodedError('internal', 'The answer has no end.');
}

/** The language model's own words. Personal data is masked here too, and nothing is stored. */
async function* generate(
  services: Services,
  call: Omit<TurnCall, 'conversationId'>,
  options: AnswerOptions,
): AnswerPieces {
  const { messages, sampling } = options;
  const masked = (text: string) => redact(text).text;
  const request = {
    system: masked(messages.system),
    passages: [],
    turns: messages.turns.map(({ role, text }) => ({ role, text: masked(text) })),
    question: masked(normalizeMessage(messages.question)),
    language: 'en' as const,
    experts: [],
    ...sampling,
  };
  const budgetMs = call.deadline - services.now();
  for await (const part of services.inference.generate(inferenceCall(call, services.now(), budgetMs), request)) {
    if (part.type === 'text-delta') yield part.delta;
    if (part.type === 'error') throw new CodedError(part.error.code, part.error.message);
    if (part.type !== 'generation-end') continue;
    const { promptTokens, completionTokens } = part.usage;
    return {
      finishReason: part.finishReason === 'length' ? 'length' : 'stop',
      usage: { promptTokens, completionTokens },
    };
  }
  throw new CodedError('upstream_unavailable', 'The language model broke off.');
}
