import type { ConversationMessages } from '@guichet/protocol/conversation';
import type { TurnAnswer } from '@guichet/protocol/message';
import type { StreamPart } from '@guichet/protocol/stream';
import type { DevFile } from './start-platform.ts';

/** A conversation as the widget holds it, by hand. */
export interface Customer {
  conversationId: string;
  ask(text: string, clientMessageId?: string): Promise<TurnAnswer>;
  /** The parts of a streamed answer, as they come. */
  stream(text: string, clientMessageId?: string): AsyncGenerator<StreamPart>;
  history(): Promise<ConversationMessages['data']>;
}

/** Opens a conversation with the publishable key. */
export async function openConversation({ gateway, publishableKey }: DevFile): Promise<Customer> {
  const opened = await fetch(`${gateway}/v1/conversations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${publishableKey}` },
  });
  if (opened.status !== 201) throw new Error(`${opened.status}: ${await opened.text()}`);
  const { id, sessionToken } = (await opened.json()) as { id: string; sessionToken: string };
  const address = `${gateway}/v1/conversations/${id}/messages`;
  const authorization = `Bearer ${sessionToken}`;
  const send = (accept: string, text: string, clientMessageId?: string) =>
    fetch(address, {
      method: 'POST',
      headers: { authorization, accept, 'content-type': 'application/json' },
      body: JSON.stringify({ text, clientMessageId }),
    });
  return {
    conversationId: id,
    async ask(text, clientMessageId) {
      const response = await send('application/json', text, clientMessageId);
      if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
      return response.json() as Promise<TurnAnswer>;
    },
    async *stream(text, clientMessageId) {
      const response = await send('text/event-stream', text, clientMessageId);
      let pending = '';
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        pending += chunk;
        const events = pending.split('\n\n');
        pending = events.pop() ?? '';
        for (const event of events) yield JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? 'null');
      }
    },
    async history() {
      const response = await fetch(address, { headers: { authorization } });
      const { data } = (await response.json()) as ConversationMessages;
      return data;
    },
  };
}

/** The answer at the end of a stream. */
export async function finalAnswer(parts: AsyncIterable<StreamPart>): Promise<TurnAnswer> {
  let last: StreamPart | undefined;
  for await (const part of parts) last = part;
  if (last?.type !== 'turn-end') throw new Error(`The stream ended with ${JSON.stringify(last)}.`);
  return last.answer;
}
