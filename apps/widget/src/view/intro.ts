import type { Strings } from '../i18n/strings.ts';
import type { ChatState } from '../state/chat-state.ts';
import { h } from './dom.ts';

export interface IntroActions {
  onChoice(text: string): void;
  onReload(): void;
}

/** What stands above the messages: a welcome, or why there are none. */
export function intro(state: ChatState, strings: Strings, actions: IntroActions): HTMLElement[] {
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
