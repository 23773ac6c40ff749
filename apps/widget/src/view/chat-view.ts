import { type Strings, stringsFor } from '../i18n/strings.ts';
import type { ChatState } from '../state/chat-state.ts';
import { openInteraction } from '../state/interaction-phase.ts';
import { createComposer } from './composer.ts';
import { h, icon } from './dom.ts';
import { createMessageList, type MessageListActions } from './message-list.ts';

export interface ChatViewActions extends MessageListActions {
  onOpen(): void;
  onClose(): void;
  onSend(text: string): void;
  onRestart(): void;
  onSwitchLanguage(): void;
}

export interface ChatView {
  /** Draws the state; `bankName` stands in the header. */
  update(state: ChatState, bankName: string): void;
}

/** Builds the element's inside once and keeps it true to the state. */
export function createChatView(root: ShadowRoot, initial: ChatState, actions: ChatViewActions): ChatView {
  const composer = createComposer(stringsFor(initial.language), actions.onSend);
  const list = createMessageList(root, composer, actions);
  const header = h('header');
  const panel = h(
    'section',
    { class: 'panel', role: 'dialog', 'aria-modal': 'false', onkeydown: onEscape(() => dismiss()) },
    header,
    list.element,
    composer.element,
    list.spoken,
  );
  const launcher = h(
    'button',
    { type: 'button', class: 'launcher', 'aria-haspopup': 'dialog', onclick: actions.onOpen },
    icon('M4 5h16v11H9l-5 4z', 'M8 9h8', 'M8 12h5'),
  );
  root.append(launcher, panel);
  let drawn: ChatState | null = null;
  const dismiss = () => {
    const waiting = drawn === null ? undefined : openInteraction(drawn)?.interaction;
    if (waiting?.type === 'confirm') actions.onAnswer(waiting.id, { confirmed: false }, waiting.cancelLabel);
    else actions.onClose();
  };

  return {
    update(state, bankName) {
      const strings = stringsFor(state.language);
      const worded = drawn?.language !== state.language;
      if (worded) {
        header.replaceChildren(...headerContent(strings, bankName, actions));
        composer.setStrings(strings);
        panel.setAttribute('aria-label', strings.title);
        panel.setAttribute('lang', state.language);
        launcher.setAttribute('aria-label', strings.open);
      }
      list.draw(state);
      panel.hidden = !state.open;
      launcher.hidden = state.open;
      if (state.open && drawn?.open !== true) {
        list.element.scrollTop = list.element.scrollHeight;
        composer.focus();
      }
      if (!state.open && drawn?.open === true) launcher.focus();
      drawn = state;
    },
  };
}

/** Escape inside an input method, an open list or a calendar closes just that. */
function onEscape(act: () => void): (event: Event) => void {
  return (event) => {
    const { key, isComposing, target } = event as KeyboardEvent;
    const own = target instanceof Element && target.matches('select, [type="date"], [type="time"]');
    if (key === 'Escape' && !isComposing && !own) act();
  };
}

function headerContent(strings: Strings, bankName: string, actions: ChatViewActions): Node[] {
  const button = (label: string, onclick: () => void, ...content: (Node | string)[]) =>
    h('button', { type: 'button', 'aria-label': label, title: label, onclick }, ...content);
  return [
    h(
      'div',
      { class: 'who' },
      h('strong', {}, bankName === '' ? strings.title : bankName),
      h('span', {}, strings.assistant),
    ),
    button(strings.switchLanguageLabel, actions.onSwitchLanguage, strings.switchLanguage),
    button(strings.newChat, actions.onRestart, icon('M12 5v14', 'M5 12h14')),
    button(strings.close, actions.onClose, icon('M6 6l12 12', 'M18 6L6 18')),
  ];
}
