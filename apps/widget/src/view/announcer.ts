import { h } from './dom.ts';

export interface Announcer {
  element: HTMLElement;
  /** Says what is new in a growing text, whole sentences only; `whole` says the rest too. */
  follow(key: string, text: string, whole: boolean): void;
  /** What is on the screen already is not read out. */
  skip(key: string, text: string): void;
  /** Says something at once. */
  say(text: string): void;
}

/** A live region for screen readers, apart from the messages, so that they hear sentences rather than single words. */
export function createAnnouncer(): Announcer {
  const element = h('div', { class: 'hidden', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions' });
  const said = new Map<string, number>();
  return {
    element,
    follow(key, text, whole) {
      const from = said.get(key) ?? 0;
      const end = whole ? text.length : lastSentenceEnd(text);
      if (end <= from) return;
      said.set(key, end);
      element.append(h('p', {}, text.slice(from, end).trim()));
    },
    say: (text) => element.append(h('p', {}, text)),
    skip: (key, text) => void said.set(key, text.length),
  };
}

function lastSentenceEnd(text: string): number {
  const ends = [...text.matchAll(/[.!?](?=\s)|[。！？\n]/g)];
  const last = ends.at(-1);
  return last === undefined ? 0 : last.index + 1;
}
