import type {
  ConversationCreated,
  ConversationMessages,
  ConversationRequest,
  IdentityVerified,
} from '@guichet/protocol/conversation';
import type { ErrorBody } from '@guichet/protocol/errors';
import type { InteractionRequest, InteractionStatus } from '@guichet/protocol/interaction';
import type { MessageRequest, TurnAnswer } from '@guichet/protocol/message';
import type { ExplainedRoute } from '@guichet/protocol/route';
import type { StreamPart } from '@guichet/protocol/stream';
import { ClientError } from './client-error.ts';
import { readEvents } from './read-events.ts';

/** The gateway's API in types. Every call throws `ClientError`. */
export interface GuichetClient {
  createConversation(request?: ConversationRequest): Promise<ConversationCreated>;
  /** Tells who the customer is, by a token that the institution signed; each works once. */
  identify(conversationId: string, token: string): Promise<IdentityVerified>;
  /** A message's whole answer. Sending the same `clientMessageId` again gives the same turn. */
  send(conversationId: string, message: MessageRequest): Promise<TurnAnswer>;
  /** A message's answer as it comes about. */
  stream(conversationId: string, message: MessageRequest): AsyncGenerator<StreamPart>;
  /** Answers a form, a choice, a confirmation or a code field; like `send` in everything else. */
  answer(conversationId: string, interactionId: string, request: InteractionRequest): Promise<TurnAnswer>;
  /** The same as it comes about. */
  streamAnswer(conversationId: string, interactionId: string, request: InteractionRequest): AsyncGenerator<StreamPart>;
  /** What the customer was asked to do, and whether it can still be answered. */
  interaction(conversationId: string, interactionId: string): Promise<InteractionStatus>;
  /** A page of the history, oldest first; `after` is the last `seq` at hand. */
  history(conversationId: string, after?: number): Promise<ConversationMessages>;
  /** What the router makes of a text, and why. */
  understand(text: string): Promise<ExplainedRoute>;
}

export interface ClientOptions {
  /** Address of the gateway. */
  gateway: string;
  /** A secret key, or whichever credential the calls need. */
  key: string;
  fetch?: typeof fetch;
}

/** A client for servers and tools; browsers use the chat element. */
export function createClient({ gateway, key, fetch = globalThis.fetch }: ClientOptions): GuichetClient {
  const call = async (path: string, body?: unknown, accept = 'application/json'): Promise<Response> => {
    const headers = { authorization: `Bearer ${key}`, accept, 'content-type': 'application/json' };
    const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(new URL(path, gateway), init).catch((cause: Error) => {
      throw new ClientError('network', `${gateway} cannot be reached: ${cause.message}`);
    });
    if (!response.ok) throw await toError(response);
    return response;
  };
  const read = async <Answer>(path: string, body?: unknown): Promise<Answer> => (await call(path, body)).json();
  async function* streamed(path: string, body: unknown): AsyncGenerator<StreamPart> {
    const response = await call(path, body, 'text/event-stream');
    if (response.body === null) throw new ClientError('network', 'The answer has no body.');
    for await (const event of readEvents(response.body)) yield JSON.parse(event.data) as StreamPart;
  }
  const conversation = (id: string) => `/v1/conversations/${encodeURIComponent(id)}`;
  const messages = (id: string) => `${conversation(id)}/messages`;
  const interaction = (id: string, interactionId: string) =>
    `${conversation(id)}/interactions/${encodeURIComponent(interactionId)}`;

  return {
    createConversation: (request = {}) => read('/v1/conversations', request),
    identify: (id, token) => read(`${conversation(id)}/identity`, { token }),
    send: (id, message) => read(messages(id), message),
    stream: (id, message) => streamed(messages(id), message),
    answer: (id, interactionId, request) => read(interaction(id, interactionId), request),
    streamAnswer: (id, interactionId, request) => streamed(interaction(id, interactionId), request),
    interaction: (id, interactionId) => read(interaction(id, interactionId)),
    history: (id, after = 0) => read(`${messages(id)}?after=${after}&limit=100`),
    understand: (text) => read('/v1/understand', { text }),
  };
}

async function toError(response: Response): Promise<ClientError> {
  const body = (await response.json().catch(() => null)) as ErrorBody | null;
  const { code = 'internal', message = `The gateway answered ${response.status}.`, requestId } = body?.error ?? {};
  return new ClientError(code, message, { status: response.status, ...(requestId === undefined ? {} : { requestId }) });
}
