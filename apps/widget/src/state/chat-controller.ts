import type { ConversationMessage } from '@guichet/protocol/conversation';
import type { ChatApi } from '../transport/chat-api.ts';
import { ChatError } from '../transport/chat-error.ts';
import type { Session, SessionStore } from '../transport/session-store.ts';
import type { ChatState } from './chat-state.ts';
import { createIdentityHolder } from './identity-holder.ts';
import { type ChatEvent, reduce } from './reduce.ts';

export interface ChatController {
  state(): ChatState;
  dispatch(event: ChatEvent): void;
  /** Loads the conversation of an earlier visit, once. */
  resume(): Promise<void>;
  send(text: string): Promise<void>;
  retry(key: string): Promise<void>;
  /** Takes a signed token: for the conversation that is open, or for the one to come. Gives the code of a refusal. */
  identify(token: string): Promise<ChatError['code'] | undefined>;
  /** Forgets the conversation in this browser; the bank's record stays. */
  restart(): void;
}

export interface ChatControllerOptions {
  api: ChatApi;
  store: SessionStore;
  initial: ChatState;
  onChange(state: ChatState, event: ChatEvent): void;
  newId(): string;
  wait(milliseconds: number): Promise<void>;
}

// A lost connection is tried again by itself with the same message id; the gateway attaches to the turn that runs already.
const waitsMs = [500, 1_500, 4_000];
const patientCodes = new Set<string>(['network', 'turn_running', 'database_unavailable', 'upstream_unavailable']);

/** Runs the conversation: the one place that knows of both the state and the gateway. */
export function createChatController(options: ChatControllerOptions): ChatController {
  const { api, store, onChange, newId, wait } = options;
  let state = options.initial;
  let session: Session | null = store.load();
  let resumed = session === null;
  const identity = createIdentityHolder(api);

  const dispatch = (event: ChatEvent) => {
    state = reduce(state, event);
    onChange(state, event);
  };

  const ensureSession = async (): Promise<Session> => {
    session ??= await identity.open(state.language);
    store.save(session);
    return session;
  };

  const attempt = async (key: string, text: string): Promise<void> => {
    let ended = false;
    for await (const part of api.send(await ensureSession(), { text, clientMessageId: key })) {
      dispatch({ type: 'part', key, part });
      ended ||= part.type === 'turn-end' || part.type === 'error';
    }
    if (!ended) throw new ChatError('network');
  };

  const deliver = async (key: string, text: string): Promise<void> => {
    dispatch({ type: 'send', key, text });
    for (let tries = 0; ; tries += 1) {
      try {
        return await attempt(key, text);
      } catch (error) {
        const failure = error instanceof ChatError ? error : new ChatError('internal');
        if (isGone(failure) && tries === 0) forget();
        else if (!patientCodes.has(failure.code) || tries >= waitsMs.length)
          return dispatch({ type: 'send-fail', key, errorCode: failure.code });
        await wait(failure.retryAfterMs ?? waitsMs[tries] ?? 0);
        dispatch({ type: 'send', key, text });
      }
    }
  };

  /** The page was left while an answer was on its way: the same message again gets it, and never a second one. */
  const attach = async (last: ConversationMessage | undefined): Promise<void> => {
    const open = last?.status === 'accepted' || last?.status === 'running';
    if (open && last.clientMessageId !== undefined) await deliver(last.clientMessageId, last.text);
  };

  const forget = () => {
    session = null;
    store.clear();
  };

  return {
    state: () => state,
    dispatch,
    async resume() {
      if (resumed || session === null) return;
      resumed = true;
      dispatch({ type: 'load-start' });
      try {
        const messages = await api.history(session);
        dispatch({ type: 'load-end', messages });
        await attach(messages.at(-1));
      } catch (error) {
        if (error instanceof ChatError && isGone(error)) {
          forget();
          dispatch({ type: 'load-end', messages: [] });
        } else {
          resumed = false;
          dispatch({ type: 'load-fail' });
        }
      }
    },
    send: (text) => deliver(newId(), text),
    async retry(key) {
      const message = state.messages.find((candidate) => candidate.key === key);
      if (message !== undefined) await deliver(key, message.text);
    },
    identify: (token) => identity.identify(session, token),
    restart() {
      forget();
      dispatch({ type: 'reset' });
    },
  };
}

/** The conversation or its token is no more: a new one must begin. */
function isGone({ code }: ChatError): boolean {
  return code === 'not_found' || code === 'unauthenticated';
}
