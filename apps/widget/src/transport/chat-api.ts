import { readEvents } from '@guichet/client/read-events';
import type { Assurance } from '@guichet/protocol/assurance';
import type {
  ConversationCreated,
  ConversationMessage,
  ConversationMessages,
  IdentityVerified,
} from '@guichet/protocol/conversation';
import type { ErrorBody } from '@guichet/protocol/errors';
import type { InteractionRequest, InteractionState, InteractionStatus } from '@guichet/protocol/interaction';
import type { Language } from '@guichet/protocol/language';
import type { StreamPart } from '@guichet/protocol/stream';
import { ChatError } from './chat-error.ts';
import type { Session } from './session-store.ts';

/** The gateway as the element sees it. Every call throws `ChatError`. */
export interface ChatApi {
  createConversation(language: Language, identityToken: string | null): Promise<Session>;
  /** Tells who the customer of an open conversation is. */
  identify(session: Session, token: string): Promise<Assurance>;
  /** The whole history, oldest first. */
  history(session: Session): Promise<ConversationMessage[]>;
  /** Sends a message; the same id never makes a second turn, so that sending again after a lost connection is safe. */
  send(session: Session, message: { text: string; clientMessageId: string }): AsyncGenerator<StreamPart>;
  /** Answers an interaction; like a message in everything else. */
  answer(session: Session, interactionId: string, request: InteractionRequest): AsyncGenerator<StreamPart>;
  /** Whether an interaction can still be answered. */
  interactionState(session: Session, interactionId: string): Promise<InteractionState>;
}

export interface ChatApiOptions {
  server: string;
  publishableKey: string;
  fetch: typeof fetch;
}

/** Talks to the gateway at `server`. */
export function createChatApi({ server, publishableKey, fetch }: ChatApiOptions): ChatApi {
  const call = async (path: string, bearer: string, init: RequestInit): Promise<Response> => {
    const headers = { authorization: `Bearer ${bearer}`, ...init.headers };
    const response = await fetch(`${server}${path}`, { ...init, headers }).catch(() => {
      throw new ChatError('network');
    });
    if (!response.ok) throw await toError(response);
    return response;
  };

  const inside = ({ id }: Session, rest: string) => `/v1/conversations/${id}/${rest}`;
  const interactionPath = (session: Session, interactionId: string) =>
    inside(session, `interactions/${encodeURIComponent(interactionId)}`);

  async function* stream(session: Session, path: string, body: unknown): AsyncGenerator<StreamPart> {
    const response = await call(path, session.sessionToken, post(body, { accept: 'text/event-stream' }));
    if (response.body === null) throw new ChatError('network');
    try {
      for await (const event of readEvents(response.body)) yield JSON.parse(event.data) as StreamPart;
    } catch {
      throw new ChatError('network');
    }
  }

  return {
    async createConversation(language, identityToken) {
      const request = identityToken === null ? { language } : { language, identityToken };
      const response = await call('/v1/conversations', publishableKey, post(request));
      const { id, sessionToken } = (await response.json()) as ConversationCreated;
      return { id, sessionToken };
    },
    async identify(session, token) {
      const response = await call(inside(session, 'identity'), session.sessionToken, post({ token }));
      return ((await response.json()) as IdentityVerified).assurance;
    },
    async history(session) {
      const messages: ConversationMessage[] = [];
      for (let more = true; more; ) {
        const query = `after=${messages.at(-1)?.seq ?? 0}&limit=100`;
        const response = await call(inside(session, `messages?${query}`), session.sessionToken, {});
        const page = (await response.json()) as ConversationMessages;
        messages.push(...page.data);
        more = page.hasMore;
      }
      return messages;
    },
    send: (session, message) => stream(session, inside(session, 'messages'), message),
    answer: (session, interactionId, request) => stream(session, interactionPath(session, interactionId), request),
    async interactionState(session, interactionId) {
      const response = await call(interactionPath(session, interactionId), session.sessionToken, {});
      return ((await response.json()) as InteractionStatus).state;
    },
  };
}

function post(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

async function toError(response: Response): Promise<ChatError> {
  const body = (await response.json().catch(() => null)) as ErrorBody | null;
  const seconds = Number(response.headers.get('retry-after'));
  return new ChatError(body?.error?.code ?? 'internal', seconds > 0 ? seconds * 1_000 : null);
}
