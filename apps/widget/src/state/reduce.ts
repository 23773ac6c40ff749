import type { ConversationMessage } from '@guichet/protocol/conversation';
import type { InteractionState } from '@guichet/protocol/interaction';
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
  | { type: 'send'; key: string; text: string; answers?: string | undefined }
  | { type: 'send-drop'; key: string }
  | { type: 'interaction-set'; id: string; as: InteractionState }
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
      return { ...state, loading: false, messages: withUnsent(event.messages, state.messages) };
    case 'load-fail':
      return { ...state, loading: false, unreachable: true };
    case 'reset':
      return { ...state, messages: [], unreachable: false, closed: {} };
    case 'send':
      return { ...state, messages: [...withoutTurn(state.messages, event.key), ...newTurn(event)] };
    case 'send-drop':
      return { ...state, messages: withoutTurn(state.messages, event.key) };
    case 'interaction-set':
      return setInteraction(state, event.id, event.as);
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
      return takenIn(state, key);
    case 'text-delta':
      return change(state, reply, (message) => ({ ...message, text: message.text + part.delta }));
    case 'source-add':
      return change(state, reply, (message) => ({ ...message, sources: [...message.sources, part.source] }));
    case 'interaction-offer':
      return change(state, reply, (message) => ({ ...message, interaction: part.interaction }));
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
  const { interaction } = answer.reply;
  const taken = takenIn(state, key);
  // One whose answer broke off at the gateway is offered again under its old id.
  const reopened = interaction === undefined ? taken : setInteraction(taken, interaction.id, 'open');
  return change(reopened, replyKey(key), (message) => ({
    ...message,
    status: 'done',
    text,
    sources,
    choices,
    degraded,
    degradedReason,
    handoff: answer.decision === 'handoff',
    interaction: interaction ?? message.interaction,
  }));
}

/** The gateway has the message, and with it the answer to an interaction: that one is used. */
function takenIn(state: ChatState, key: string): ChatState {
  const answered = state.messages.find((message) => message.key === key)?.answers;
  const sent = change(state, key, (message) => ({ ...message, status: 'sent' }));
  return answered === undefined ? sent : setInteraction(sent, answered, 'used');
}

function setInteraction(state: ChatState, id: string, as: InteractionState): ChatState {
  const { [id]: _, ...others } = state.closed;
  return { ...state, closed: as === 'open' ? others : { ...others, [id]: as } };
}

function failTurn(state: ChatState, key: string, errorCode: string): ChatState {
  const messages = state.messages.filter((message) => message.key !== replyKey(key));
  return change({ ...state, messages }, key, (message) => ({ ...message, status: 'failed', errorCode }));
}

function newTurn({ key, text, answers }: Extract<ChatEvent, { type: 'send' }>): ChatMessage[] {
  const empty = { sources: [], choices: [], degraded: false, handoff: false };
  return [
    { ...empty, key, role: 'customer', text, answers, status: 'sending' },
    { ...empty, key: replyKey(key), role: 'assistant', text: '', status: 'streaming' },
  ];
}

function withoutTurn(messages: readonly ChatMessage[], key: string): ChatMessage[] {
  return messages.filter((message) => message.key !== key && message.key !== replyKey(key));
}

/** What could not be sent stays, for another try. */
function withUnsent(history: readonly ConversationMessage[], messages: readonly ChatMessage[]): ChatMessage[] {
  const known = history.map(fromHistory);
  const keys = new Set(known.map(({ key }) => key));
  return [...known, ...messages.filter(({ key, status }) => status === 'failed' && !keys.has(key))];
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
    interaction: message.interaction,
  };
}

function change(state: ChatState, key: string, edit: (message: ChatMessage) => ChatMessage): ChatState {
  return { ...state, messages: state.messages.map((message) => (message.key === key ? edit(message) : message)) };
}
