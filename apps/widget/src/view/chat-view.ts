import { type Strings, stringsFor } from '../i18n/strings.ts';
import type { ChatState } from '../state/chat-state.ts';
import { openInteraction } from '../state/interaction-phase.ts';
import { createAnnouncer } from './announcer.ts';
import { createComposer } from './composer.ts';
import { h, icon } from './dom.ts';
import type { CreateInteractionList, InteractionActions, InteractionList } from './interactions/interaction-list.ts';
import { keepChildren } from './keep-children.ts';
import { createMessageNodes } from './message-nodes.ts';
import type { MessageActions } from './message-view.ts';

export interface ChatViewActions extends MessageActions, InteractionActions {
  onOpen(): void;
  onClose(): void;
  onSend(text: string): void;
  onRestart(): void;
  onSwitchLanguage(): void;
  onReload(): void;
  loadInteractions(): Promise<CreateInteractionList>;
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
  const messageNodes = createMessageNodes(actions);
  const header = h('header');
  const panel = h(
    'section',
    { class: 'panel', role: 'dialog', 'aria-modal': 'false', onkeydown: onEscape(() => dismiss()) },
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
  const dismiss = () => {
    const waiting = drawn === null ? undefined : openInteraction(drawn)?.interaction;
    if (waiting?.type === 'confirm') actions.onAnswer(waiting.id, { confirmed: false }, waiting.cancelLabel);
    else actions.onClose();
  };

  let interactions: InteractionList | null = null;
  let loading = false;
  // What few conversations need is fetched when the chat is opened, not with every page.
  const loadInteractions = async () => {
    loading = true;
    const create = await actions.loadInteractions().catch(() => null);
    loading = false;
    if (create === null) return;
    interactions = create(announcer, { onOver: actions.onOver, onAnswer });
    root.prepend(h('style', {}, interactions.rules));
    if (drawn === null) return;
    // What was there before counts as seen: it is neither read out nor does it take the focus.
    interactions.update({ ...drawn, loading: true });
    drawMessages(drawn, stringsFor(drawn.language));
  };
  const onAnswer: InteractionActions['onAnswer'] = (...answer) => {
    actions.onAnswer(...answer);
    // The pressed button is disabled now and would take the focus with it. On a touch screen the box would open the keyboard.
    if (matchMedia('(pointer: coarse)').matches) list.focus();
    else composer.focus();
  };
  const drawMessages = (state: ChatState, strings: Strings) => {
    const following = list.scrollHeight - list.scrollTop - list.clientHeight < nearEnd;
    const nodesFor = interactions?.update(state).nodesFor ?? (() => []);
    keepChildren(list, [
      ...intro(state, strings, actions),
      ...state.messages.flatMap((message, index) => [
        messageNodes(message, strings, index === state.messages.length - 1),
        ...nodesFor(message.key),
      ]),
    ]);
    const sent = state.messages.length > (drawn?.messages.length ?? 0);
    if (following || sent) scrollToAnswer(list);
    for (const message of state.messages) {
      if (message.role !== 'assistant') continue;
      if (drawn?.loading === true) announcer.skip(message.key, message.text);
      else announcer.follow(message.key, message.text, message.status !== 'streaming');
    }
    const here = root.activeElement !== null && panel.contains(root.activeElement);
    if (here && !composer.isFilled()) interactions?.focusNew();
  };

  return {
    update(state, bankName) {
      if (state.open && interactions === null && !loading) void loadInteractions();
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
        drawn.closed !== state.closed ||
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
