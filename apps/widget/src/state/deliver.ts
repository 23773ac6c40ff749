import type { AnswerStore, KeptAnswer } from '../transport/answer-store.ts';
import type { ChatApi } from '../transport/chat-api.ts';
import { ChatError } from '../transport/chat-error.ts';
import type { Connection } from './connection.ts';
import type { ChatEvent } from './reduce.ts';

/** A message, or the answer to an interaction. */
export type Outgoing = { key: string; text: string; answers?: undefined; answer?: undefined } | KeptAnswer;

export interface Delivery {
  /** Sends until it is answered or cannot be. Never throws. */
  deliver(outgoing: Outgoing): Promise<void>;
  /** Sends what failed once more, under the same id. */
  retry(key: string, text: string): Promise<void>;
}

export interface DeliveryOptions {
  api: ChatApi;
  connection: Connection;
  answers: AnswerStore;
  dispatch(event: ChatEvent): void;
  wait(milliseconds: number): Promise<void>;
  check(interactionId: string): Promise<void>;
  /** Reads the conversation anew. */
  reload(): Promise<unknown>;
}

// A lost connection is tried again by itself with the same message id; the gateway attaches to the turn that runs already.
const waitsMs = [500, 1_500, 4_000];
const patientCodes = new Set<string>([
  'network',
  'turn_running',
  'conversation_busy',
  'database_unavailable',
  'upstream_unavailable',
]);
/** The interaction was answered otherwise, is over, or is none of this conversation. */
const goneCodes = new Set<string>([
  'interaction_used',
  'interaction_expired',
  'idempotency_conflict',
  'not_found',
  'unauthenticated',
]);

/** Brings messages and answers to the gateway. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { api, connection, answers, dispatch, wait, check, reload } = options;
  // In memory alone: a secret that waits for the network is kept nowhere else.
  const unsent = new Map<string, Outgoing>();

  /** Says whether the answer came whole; one that broke off at the gateway is not asked for again. */
  const attempt = async ({ key, text, answers: id, answer }: Outgoing): Promise<boolean> => {
    const session = await connection.ensure();
    const parts =
      id === undefined
        ? api.send(session, { text, clientMessageId: key })
        : api.answer(session, id, { ...answer, clientMessageId: key });
    let whole: boolean | null = null;
    for await (const part of parts) {
      dispatch({ type: 'part', key, part });
      if (part.type === 'turn-end' || part.type === 'error') whole = part.type === 'turn-end';
    }
    if (whole !== null) return whole;
    throw new ChatError('network');
  };

  const settle = async ({ key, answers: id }: Outgoing, whole: boolean): Promise<void> => {
    unsent.delete(key);
    if (id === undefined) return;
    answers.clear();
    if (!whole) await check(id);
  };

  const giveUp = async (outgoing: Outgoing, code: string): Promise<void> => {
    const { key, answers: id } = outgoing;
    if (id === undefined || !goneCodes.has(code)) {
      dispatch({ type: 'send-fail', key, errorCode: code });
      return;
    }
    await settle(outgoing, true);
    dispatch({ type: 'send-drop', key });
    dispatch({ type: 'interaction-set', id, as: code === 'interaction_expired' ? 'expired' : 'used' });
    if (code !== 'interaction_expired') await reload();
  };

  const deliver = async (outgoing: Outgoing): Promise<void> => {
    const { key, text, answers: id } = outgoing;
    unsent.set(key, outgoing);
    if (id !== undefined) answers.save(outgoing);
    dispatch({ type: 'send', key, text, answers: id });
    for (let tries = 0; ; tries += 1) {
      try {
        return await settle(outgoing, await attempt(outgoing));
      } catch (error) {
        const failure = error instanceof ChatError ? error : new ChatError('internal');
        if (failure.isGone && tries === 0 && id === undefined) connection.forget();
        else if (!patientCodes.has(failure.code) || tries >= waitsMs.length) return giveUp(outgoing, failure.code);
        await wait(failure.retryAfterMs ?? waitsMs[tries] ?? 0);
        dispatch({ type: 'send', key, text, answers: id });
      }
    }
  };

  return { deliver, retry: (key, text) => deliver(unsent.get(key) ?? { key, text }) };
}
