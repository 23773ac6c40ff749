import type { ConversationMessage } from '@guichet/protocol/conversation';
import type { Language } from '@guichet/protocol/language';
import type { StreamPart } from '@guichet/protocol/stream';
import type { ChatMessage, ChatState } from './chat-state.ts';

/** What can happen to the chat. */
export type ChatEvent =
  | { type: 'open' }
  | { type: 'close' }
  | { type: 'set-language'; language: Language }
  | { type: 'load-start' }
  | { type: 'load-end'; messages: readonly ConversationMessage[] }
  | { type: 'load-fail' }
  | { type: 'reset' }
  | { type: 'send'; key: string; text: string }
  | { type: 'send-fail'; key: string; errorCode: string }
  | { type: 'part'; key: string; part: StreamPart }
  | { type: 'cut'; key: string };

/** The next state. Pure; replies are keyed by the customer's message they answer. */
export function reduce(state: ChatState, event: ChatEvent): ChatState {
  switch (event.type) {
    case 'open':
      return { ...state, open: true };
    case 'close':
      return { ...state, open: false };
    case 'set-language':
      return { ...state, language: event.language };
    case 'load-start':
      return { ...state, loading: true, unreachable: false };
    case 'load-end':
      return { ...state, loading: false, messages: event.messages.map(fromHistory) };
    case 'load-fail':
      return { ...state, loading: false, unreachable: true };
    case 'reset':
      return { ...state, messages: [], unreachable: false };
    case 'send':
      return { ...state, messages: [...withoutTurn(state.messages, event.key), ...newTurn(event.key, event.text)] };
    case 'send-fail':
      return failTurn(state, event.key, event.errorCode);
    case 'cut':
      return change(state, replyKey(event.key), (reply) => ({ ...reply, status: 'cut' }));
    case 'part':
      return applyPart(state, event.key, event.part);
  }
}

/** The key of the reply to a customer's message. */
export function replyKey(key: string): string {
  return `${key}-reply`;
}

function applyPart(state: ChatState, key: string, part: StreamPart): ChatState {
  const reply = replyKey(key);
  switch (part.type) {
    case 'turn-start':
      return change(state, key, (message) => ({ ...message, status: 'sent' }));
    case 'text-delta':
      return change(state, reply, (message) => ({ ...message, text: message.text + part.delta }));
    case 'source-add':
      return change(state, reply, (message) => ({ ...message, sources: [...message.sources, part.source] }));
    case 'choice-offer':
      return change(state, reply, (message) => ({ ...message, choices: part.choices }));
    case 'handoff-request':
      return change(state, reply, (message) => ({ ...message, handoff: true }));
    case 'turn-end':
      return finishTurn(state, key, part.answer);
    case 'error':
      return change(state, reply, (message) => ({ ...message, status: 'cut', errorCode: part.error.code }));
    default:
      return state;
  }
}

/** The last part carries the whole answer: what the stream lost on the way is mended here. */
function finishTurn(
  state: ChatState,
  key: string,
  answer: Extract<StreamPart, { type: 'turn-end' }>['answer'],
): ChatState {
  const { text, sources, choices, degraded, degradedReason } = answer.reply;
  const sent = change(state, key, (message) => ({ ...message, status: 'sent' }));
  return change(sent, replyKey(key), (message) => ({
    ...message,
    status: 'done',
    text,
    sources,
    choices,
    degraded,
    degradedReason,
    handoff: answer.decision === 'handoff',
  }));
}

function failTurn(state: ChatState, key: string, errorCode: string): ChatState {
  const messages = state.messages.filter((message) => message.key !== replyKey(key));
  return change({ ...state, messages }, key, (message) => ({ ...message, status: 'failed', errorCode }));
}

function newTurn(key: string, text: string): ChatMessage[] {
  const empty = { sources: [], choices: [], degraded: false, handoff: false };
  return [
    { ...empty, key, role: 'customer', text, status: 'sending' },
    { ...empty, key: replyKey(key), role: 'assistant', text: '', status: 'streaming' },
  ];
}

function withoutTurn(messages: readonly ChatMessage[], key: string): ChatMessage[] {
  return messages.filter((message) => message.key !== key && message.key !== replyKey(key));
}

function fromHistory(message: ConversationMessage): ChatMessage {
  return {
    key: message.clientMessageId ?? message.id,
    role: message.role,
    text: message.text,
    status: message.role === 'customer' ? 'sent' : 'done',
    sources: message.sources ?? [],
    choices: message.choices ?? [],
    degraded: message.degraded ?? false,
    handoff: message.decision === 'handoff',
  };
}

function change(state: ChatState, key: string, edit: (message: ChatMessage) => ChatMessage): ChatState {
  return { ...state, messages: state.messages.map((message) => (message.key === key ? edit(message) : message)) };
}
