import { CodedError } from '@guichet/protocol/coded-error';
import type { ChatCompletionRequest } from '@guichet/protocol/openai';

type Message = ChatCompletionRequest['messages'][number];

export interface ReadMessages {
  system: string;
  /** What stood between the system messages and the question, oldest first. */
  turns: { role: 'user' | 'assistant'; text: string }[];
  question: string;
}

/**
 * A list of messages as the last question with what went before. Throws `invalid_request` where the last one is not the user's,
 * and `part_not_served` for pictures and sound.
 */
export function readMessages(messages: readonly Message[]): ReadMessages {
  const read = messages.map(({ role, content }) => ({ role, text: readText(content) }));
  const last = read.at(-1);
  if (last?.role !== 'user') throw new CodedError('invalid_request', "messages: the last message must be the user's.");
  const system = read.filter(({ role }) => role === 'system' || role === 'developer').map(({ text }) => text);
  const turns = read
    .slice(0, -1)
    .flatMap(({ role, text }) => (role === 'user' || role === 'assistant' ? [{ role, text }] : []));
  return { system: system.join('\n\n'), turns, question: last.text };
}

function readText(content: Message['content']): string {
  if (typeof content === 'string') return content;
  return content
    .map((part) => {
      if (part.type === 'text') return part.text;
      throw new CodedError('part_not_served', `Parts of type "${part.type}" are not served yet. Send text.`);
    })
    .join('\n');
}
