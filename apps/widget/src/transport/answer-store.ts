import type { InteractionRequest } from '@guichet/protocol/interaction';
import { createKeptValue, type KeptValue } from './kept-value.ts';

/** What the customer did with an interaction. */
export type InteractionAnswer = Omit<InteractionRequest, 'clientMessageId'>;

/** An answer on its way to the gateway. */
export interface KeptAnswer {
  /** Its `clientMessageId`: sent again, it is the same answer. */
  key: string;
  /** Id of the interaction. */
  answers: string;
  /** What stands in the conversation for it. */
  text: string;
  answer: InteractionAnswer;
}

/** Keeps the one answer that the gateway has not taken yet, so that it survives a change of page. */
export type AnswerStore = KeptValue<KeptAnswer>;

/** Keeps it under the publishable key's name. A secret is never kept. */
export function createAnswerStore(storage: () => Storage, publishableKey: string): AnswerStore {
  const store = createKeptValue(storage, `guichet:answer:${publishableKey}`, readAnswer);
  return {
    ...store,
    save(kept) {
      if (kept.answer.code === undefined) store.save(kept);
    },
  };
}

function readAnswer(value: unknown): KeptAnswer | null {
  const { key, answers, text, answer } = (value ?? {}) as Partial<KeptAnswer>;
  const named = typeof key === 'string' && typeof answers === 'string' && typeof text === 'string';
  return named && typeof answer === 'object' ? { key, answers, text, answer } : null;
}
