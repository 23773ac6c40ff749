import { type Strings, stringsFor } from '../i18n/strings.ts';
import type { ChatState } from '../state/chat-state.ts';
import { createAnnouncer } from './announcer.ts';
import { createComposer } from './composer.ts';
import { h, icon } from './dom.ts';
import { type MessageActions, messageView } from './message-view.ts';

export interface ChatViewActions extends MessageActions {
  onOpen(): void;
  onClose(): void;
  onSend(text: string): void;
  onRestart(): void;
  onSwitchLanguage(): void;
  onReload(): void;
}

export interface ChatView {
  /** Draws the state; `bankName` stands in the header. */
  update(state: ChatState, bankName: string): void;
}

const nearEnd = 80;
const margin = 12;

/** Builds the element's inside once and keeps it true to the state. */
export function createChatView(root: ShadowRoot, initial: ChatState, actions: ChatViewActions): ChatView {
  const composer = createComposer(stringsFor(initial.language), actions.onSend);
  const announcer = createAnnouncer();
  const list = h('div', { class: 'messages', tabindex: '0' });
  const header = h('header');
  const panel = h(
    'section',
    { class: 'panel', role: 'dialog', 'aria-modal': 'false', onkeydown: closeOnEscape(actions) },
    header,
    list,
    composer.element,
    announcer.element,
  );
  const launcher = h(
    'button',
    { type: 'button', class: 'launcher', 'aria-haspopup': 'dialog', onclick: actions.onOpen },
    icon('M4 5h16v11H9l-5 4z', 'M8 9h8', 'M8 12h5'),
  );
  root.append(launcher, panel);
  let drawn: ChatState | null = null;

  const drawMessages = (state: ChatState, strings: Strings) => {
    const following = list.scrollHeight - list.scrollTop - list.clientHeight < nearEnd;
    list.replaceChildren(
      ...intro(state, strings, actions),
      ...state.messages.map((message, index) =>
        messageView(message, strings, index === state.messages.length - 1, actions),
      ),
    );
    const sent = state.messages.length > (drawn?.messages.length ?? 0);
    if (following || sent) scrollToAnswer(list);
    for (const message of state.messages) {
      if (message.role !== 'assistant') continue;
      if (drawn?.loading === true) announcer.skip(message.key, message.text);
      else announcer.follow(message.key, message.text, message.status !== 'streaming');
    }
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
      if (
        worded ||
        drawn?.messages !== state.messages ||
        drawn.loading !== state.loading ||
        drawn.unreachable !== state.unreachable
      )
        drawMessages(state, strings);
      panel.hidden = !state.open;
      launcher.hidden = state.open;
      if (state.open && drawn?.open !== true) {
        list.scrollTop = list.scrollHeight;
        composer.focus();
      }
      if (!state.open && drawn?.open === true) launcher.focus();
      drawn = state;
    },
  };
}

/** To the end, but never past the last question: a long answer is read from its beginning. */
function scrollToAnswer(list: HTMLElement): void {
  const question = [...list.querySelectorAll<HTMLElement>('.customer')].at(-1);
  const end = list.scrollHeight - list.clientHeight;
  list.scrollTop = question === undefined ? end : Math.min(end, question.offsetTop - list.offsetTop - margin);
}

function closeOnEscape(actions: ChatViewActions): (event: Event) => void {
  return (event) => {
    const { key, isComposing } = event as KeyboardEvent;
    if (key === 'Escape' && !isComposing) actions.onClose();
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

function intro(state: ChatState, strings: Strings, actions: ChatViewActions): HTMLElement[] {
  if (state.loading) return [h('p', { class: 'intro', 'aria-busy': 'true' }, strings.loading)];
  if (state.unreachable) {
    return [
      h(
        'div',
        { class: 'failure', role: 'alert' },
        `${strings.unavailable} `,
        h('button', { type: 'button', class: 'retry', onclick: actions.onReload }, strings.retry),
      ),
    ];
  }
  const welcome = h('div', { class: 'message assistant' }, h('div', { class: 'bubble' }, h('p', {}, strings.welcome)));
  const privacy = h('p', { class: 'intro' }, strings.privacy);
  if (state.messages.length > 0) return [privacy, welcome];
  const examples = [strings.example1, strings.example2, strings.example3].map((example) =>
    h('button', { type: 'button', class: 'choice', onclick: () => actions.onChoice(example) }, example),
  );
  welcome.append(h('div', { class: 'choices', role: 'group', 'aria-label': strings.quickReplies }, ...examples));
  return [privacy, welcome];
}
