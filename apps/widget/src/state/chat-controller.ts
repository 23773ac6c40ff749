import type { Assurance } from '@guichet/protocol/assurance';
import type { ConversationMessage } from '@guichet/protocol/conversation';
import type { AnswerStore, InteractionAnswer, KeptAnswer } from '../transport/answer-store.ts';
import type { ChatApi } from '../transport/chat-api.ts';
import { ChatError } from '../transport/chat-error.ts';
import type { SessionStore } from '../transport/session-store.ts';
import type { ChatState } from './chat-state.ts';
import { createConnection, type IdentitySource } from './connection.ts';
import { createDelivery, type Outgoing } from './deliver.ts';
import { openInteraction, shownInteractions } from './interaction-phase.ts';
import { type ChatEvent, reduce } from './reduce.ts';

export interface ChatController {
  state(): ChatState;
  dispatch(event: ChatEvent): void;
  /** Loads the conversation of an earlier visit, once. */
  resume(): Promise<void>;
  send(text: string): Promise<void>;
  /** Answers an interaction, once; `text` stands in the conversation for it. */
  answer(interactionId: string, answer: InteractionAnswer, text: string): Promise<void>;
  /** Asks the gateway whether an interaction whose time seems over can still be answered. */
  check(interactionId: string): Promise<void>;
  retry(key: string): Promise<void>;
  /** The browser is online again: what was lost on the way is sent once more. */
  reconnect(): Promise<void>;
  identify(source: IdentitySource): Promise<void>;
  /** Forgets the conversation in this browser; the bank's record stays. */
  restart(): void;
}

export interface ChatControllerOptions {
  api: ChatApi;
  store: SessionStore;
  answers: AnswerStore;
  initial: ChatState;
  onChange(state: ChatState, event: ChatEvent): void;
  onIdentity(result: { assurance: Assurance } | { refused: string }): void;
  newId(): string;
  wait(milliseconds: number): Promise<void>;
}

/** Runs the conversation: the one place that knows of both the state and the gateway. */
export function createChatController(options: ChatControllerOptions): ChatController {
  const { api, store, answers, onChange, onIdentity, newId, wait } = options;
  let state = options.initial;
  const dispatch = (event: ChatEvent) => {
    state = reduce(state, event);
    onChange(state, event);
  };
  const connection = createConnection({ api, store, language: () => state.language, onIdentity });
  let resumed = connection.session() === null;

  const restart = () => {
    connection.forget();
    answers.clear();
    dispatch({ type: 'reset' });
  };
  const check = async (id: string): Promise<void> => {
    const session = connection.session();
    const as = session === null ? null : await api.interactionState(session, id).catch(() => null);
    if (as !== null) dispatch({ type: 'interaction-set', id, as });
  };
  const prove = async (): Promise<void> => {
    // What cannot be proven now is tried again when the chat is opened or the network is back.
    if (await connection.prove().catch(() => false)) restart();
  };
  const load = async (): Promise<ConversationMessage[]> => {
    const session = connection.session();
    if (session === null) return [];
    resumed = true;
    dispatch({ type: 'load-start' });
    try {
      const messages = await api.history(session);
      dispatch({ type: 'load-end', messages });
      return messages;
    } catch (error) {
      if (error instanceof ChatError && error.isGone) {
        connection.forget();
        dispatch({ type: 'load-end', messages: [] });
      } else {
        resumed = false;
        dispatch({ type: 'load-fail' });
      }
      return [];
    }
  };
  const delivery = createDelivery({ api, connection, answers, dispatch, wait, check, reload: load });

  const resume = async (): Promise<void> => {
    if (resumed) return;
    const messages = await load();
    if (!resumed) return;
    await prove();
    const last = messages.at(-1);
    const unsent = toSendAgain(messages, answers.load());
    if (unsent !== null) return delivery.deliver(unsent);
    answers.clear();
    const waiting = openInteraction(state);
    if (waiting !== undefined && waiting.messageKey === last?.id) await check(waiting.interaction.id);
  };

  return {
    state: () => state,
    dispatch,
    resume,
    send: (text) => delivery.deliver({ key: newId(), text }),
    async answer(id, answer, text) {
      const shown = shownInteractions(state).find((candidate) => candidate.interaction.id === id);
      if (shown?.phase !== 'open') return;
      for (const { key, answers: answered } of state.messages)
        if (answered === id) dispatch({ type: 'send-drop', key });
      await delivery.deliver({ key: newId(), text, answers: id, answer });
    },
    check,
    async retry(key) {
      const message = state.messages.find((candidate) => candidate.key === key);
      if (message !== undefined) await delivery.retry(key, message.text);
    },
    async reconnect() {
      if (state.unreachable) await resume();
      else if (resumed) await prove();
      const lost = state.messages.filter(({ status, errorCode }) => status === 'failed' && errorCode === 'network');
      for (const { key, text } of lost) await delivery.retry(key, text);
    },
    async identify(source) {
      if (connection.setIdentity(source)) restart();
      else if (resumed) await prove();
    },
    restart,
  };
}

/**
 * The page was left while an answer was on its way, or before it could be sent: the same message again gets it, and never a second one.
 */
function toSendAgain(messages: readonly ConversationMessage[], kept: KeptAnswer | null): Outgoing | null {
  const last = messages.at(-1);
  const running = last?.status === 'accepted' || last?.status === 'running' ? last.clientMessageId : undefined;
  if (kept !== null) {
    const offered = messages.some(({ interaction }) => interaction?.id === kept.answers);
    const taken = messages.some(({ clientMessageId }) => clientMessageId === kept.key);
    if (kept.key === running || (offered && !taken)) return kept;
  }
  return running === undefined || last === undefined ? null : { key: running, text: last.text };
}
