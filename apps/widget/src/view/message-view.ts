import type { Strings } from '../i18n/strings.ts';
import type { ChatMessage } from '../state/chat-state.ts';
import { h } from './dom.ts';
import { renderText } from './render-text.ts';

export interface MessageActions {
  onChoice(text: string): void;
  onRetry(key: string): void;
}

/** One message with what belongs to it: source, quick replies, a label where it is not a whole answer, a way to try again. */
export function messageView(
  message: ChatMessage,
  strings: Strings,
  last: boolean,
  actions: MessageActions,
): HTMLElement {
  const assistant = message.role === 'assistant';
  const waiting = message.status === 'streaming' && message.text === '';
  const who = h('span', { class: 'hidden' }, `${assistant ? strings.assistant : strings.you}: `);
  const content = waiting ? [typing(strings)] : assistant ? renderText(message.text) : [h('p', {}, message.text)];
  return h(
    'div',
    { class: `message ${message.role} ${message.status}` },
    h('div', { class: 'bubble' }, who, ...content),
    notice(message, strings),
    message.sources.length > 0 ? sources(message, strings) : null,
    message.status === 'failed' ? failure(message, strings, actions) : null,
    last && message.choices.length > 0 ? choices(message, strings, actions) : null,
  );
}

function typing(strings: Strings): HTMLElement {
  return h('span', { class: 'typing', role: 'img', 'aria-label': strings.typing }, h('i'), h('i'), h('i'));
}

function notice(message: ChatMessage, strings: Strings): HTMLElement | null {
  if (message.status === 'cut') return h('div', { class: 'notice' }, strings.interrupted);
  if (message.handoff) return h('div', { class: 'notice handoff' }, strings.handoff);
  return message.degraded ? h('div', { class: 'notice' }, strings.degraded) : null;
}

function sources(message: ChatMessage, strings: Strings): HTMLElement {
  const entries = message.sources.map((source) =>
    h('li', { title: `${source.articleId} · v${source.version}` }, source.title),
  );
  return h('div', { class: 'sources' }, h('span', {}, strings.sources), h('ul', {}, ...entries));
}

function choices(message: ChatMessage, strings: Strings, actions: MessageActions): HTMLElement {
  const buttons = message.choices.map((choice) =>
    h('button', { type: 'button', class: 'choice', onclick: () => actions.onChoice(choice.text) }, choice.label),
  );
  return h('div', { class: 'choices', role: 'group', 'aria-label': strings.quickReplies }, ...buttons);
}

function failure(message: ChatMessage, strings: Strings, actions: MessageActions): HTMLElement {
  const button = h(
    'button',
    { type: 'button', class: 'retry', onclick: () => actions.onRetry(message.key) },
    strings.retry,
  );
  return h(
    'div',
    { class: 'failure', role: 'alert' },
    `${strings.notSent} ${reason(message.errorCode, strings)} `,
    button,
  );
}

function reason(code: string | undefined, strings: Strings): string {
  if (code === 'network') return strings.offline;
  if (code === 'rate_limited' || code === 'queue_full') return strings.busy;
  return code === 'text_too_long' || code === 'payload_too_large' ? strings.tooLong : strings.failed;
}
