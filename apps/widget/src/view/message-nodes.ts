import type { Strings } from '../i18n/strings.ts';
import type { ChatMessage } from '../state/chat-state.ts';
import { type MessageActions, messageView } from './message-view.ts';

/** Gives the node of a message: the same one as long as nothing about the message changes. */
export function createMessageNodes(actions: MessageActions) {
  const drawn = new WeakMap<ChatMessage, { node: HTMLElement; strings: Strings; last: boolean }>();
  return (message: ChatMessage, strings: Strings, last: boolean): HTMLElement => {
    const present = drawn.get(message);
    if (present !== undefined && present.strings === strings && present.last === last) return present.node;
    const node = messageView(message, strings, last, actions);
    drawn.set(message, { node, strings, last });
    return node;
  };
}
