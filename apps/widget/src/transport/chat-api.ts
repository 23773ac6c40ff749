import { readEvents } from '@guichet/client/read-events';
import type { ConversationCreated, ConversationMessage, ConversationMessages } from '@guichet/protocol/conversation';
import type { ErrorBody } from '@guichet/protocol/errors';
import type { Language } from '@guichet/protocol/language';
import type { StreamPart } from '@guichet/protocol/stream';
import { ChatError } from './chat-error.ts';
import type { Session } from './session-store.ts';

/** The gateway as the element sees it. Every call throws `ChatError`. */
export interface ChatApi {
  /** With an identity token, the customer is known from the start. */
  createConversation(language: Language, identityToken?: string): Promise<Session>;
  /** Says who the customer is, by a token that the institution signed. */
  identify(session: Session, token: string): Promise<void>;
  /** The whole history, oldest first. */
  history(session: Session): Promise<ConversationMessage[]>;
  /** Sends a message; the same id never makes a second turn, so that sending again after a lost connection is safe. */
  send(session: Session, message: { text: string; clientMessageId: string }): AsyncGenerator<StreamPart>;
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

  return {
    async createConversation(language, identityToken) {
      const response = await call('/v1/conversations', publishableKey, post({ language, identityToken }));
      const { id, sessionToken } = (await response.json()) as ConversationCreated;
      return { id, sessionToken };
    },
    async identify({ id, sessionToken }, token) {
      await call(`/v1/conversations/${id}/identity`, sessionToken, post({ token }));
    },
    async history({ id, sessionToken }) {
      const messages: ConversationMessage[] = [];
      for (let more = true; more; ) {
        const query = `after=${messages.at(-1)?.seq ?? 0}&limit=100`;
        const response = await call(`/v1/conversations/${id}/messages?${query}`, sessionToken, {});
        const page = (await response.json()) as ConversationMessages;
        messages.push(...page.data);
        more = page.hasMore;
      }
      return messages;
    },
    async *send({ id, sessionToken }, message) {
      const request = post(message, { accept: 'text/event-stream' });
      const response = await call(`/v1/conversations/${id}/messages`, sessionToken, request);
      if (response.body === null) throw new ChatError('network');
      try {
        for await (const event of readEvents(response.body)) yield JSON.parse(event.data) as StreamPart;
      } catch {
        throw new ChatError('network');
      }
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
