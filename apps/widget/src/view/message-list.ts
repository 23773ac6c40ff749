import { stringsFor } from '../i18n/strings.ts';
import type { ChatState } from '../state/chat-state.ts';
import { createAnnouncer } from './announcer.ts';
import type { Composer } from './composer.ts';
import { h } from './dom.ts';
import type { CreateInteractionList, InteractionActions, InteractionList } from './interactions/interaction-list.ts';
import { type IntroActions, intro } from './intro.ts';
import { keepChildren } from './keep-children.ts';
import { createMessageNodes } from './message-nodes.ts';
import type { MessageActions } from './message-view.ts';

export interface MessageListActions extends MessageActions, InteractionActions, IntroActions {
  loadInteractions(): Promise<CreateInteractionList>;
}

export interface MessageList {
  element: HTMLElement;
  /** The live region that goes with it. */
  spoken: HTMLElement;
  /** Draws what changed. */
  draw(state: ChatState): void;
}

const nearEnd = 80;
const margin = 12;

/** The conversation: messages, and below them what the customer is asked to do. */
export function createMessageList(root: ShadowRoot, composer: Composer, actions: MessageListActions): MessageList {
  const announcer = createAnnouncer();
  const element = h('div', { class: 'messages', tabindex: '0' });
  const messageNodes = createMessageNodes(actions);
  let drawn: ChatState | null = null;
  let interactions: InteractionList | null = null;
  let loading = false;

  const show = (state: ChatState, seen: boolean) => {
    const strings = stringsFor(state.language);
    const nodesFor = interactions?.update(state, seen) ?? (() => []);
    const nodes = state.messages.flatMap((message, index) => [
      messageNodes(message, strings, index === state.messages.length - 1),
      ...nodesFor(message.key),
    ]);
    keepChildren(element, [...intro(state, strings, actions), ...nodes]);
  };

  const speak = (state: ChatState, seen: boolean) => {
    for (const { role, key, text, status } of state.messages) {
      if (role !== 'assistant') continue;
      if (seen) announcer.skip(key, text);
      else announcer.follow(key, text, status !== 'streaming');
    }
  };

  const onAnswer: InteractionActions['onAnswer'] = (...answer) => {
    actions.onAnswer(...answer);
    // The pressed button is disabled now and would take the focus with it. On a touch screen the box would open the keyboard.
    if (matchMedia('(pointer: coarse)').matches) element.focus();
    else composer.focus();
  };

  /** What few conversations need is fetched when the chat is opened, not with every page. */
  const load = async () => {
    loading = true;
    const create = await actions.loadInteractions().catch(() => null);
    loading = false;
    if (create === null) return;
    interactions = create(announcer, { onOver: actions.onOver, onAnswer });
    root.prepend(h('style', {}, interactions.rules));
    if (drawn !== null) show(drawn, true);
  };

  return {
    element,
    spoken: announcer.element,
    draw(state) {
      if (state.open && interactions === null && !loading) void load();
      if (!hasChanged(drawn, state)) return;
      // What an earlier visit left is neither read out nor does it take the focus.
      const seen = drawn?.loading === true;
      const following = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
      const sent = state.messages.length > (drawn?.messages.length ?? 0);
      drawn = state;
      speak(state, seen);
      show(state, seen);
      if (following || sent) scrollToAnswer(element);
      const inside = root.activeElement?.closest('.panel') != null;
      if (inside && !composer.isFilled()) interactions?.focusNew();
    },
  };
}

function hasChanged(drawn: ChatState | null, state: ChatState): boolean {
  const shown = ['language', 'messages', 'closed', 'loading', 'unreachable'] as const;
  return shown.some((name) => drawn?.[name] !== state[name]);
}

/** To the end, but never past the last question: a long answer is read from its beginning. */
function scrollToAnswer(list: HTMLElement): void {
  const question = [...list.querySelectorAll<HTMLElement>('.customer')].at(-1);
  const end = list.scrollHeight - list.clientHeight;
  list.scrollTop = question === undefined ? end : Math.min(end, question.offsetTop - list.offsetTop - margin);
}
