import type { Strings } from '../i18n/strings.ts';
import { h, icon } from './dom.ts';

export interface Composer {
  element: HTMLElement;
  focus(): void;
  /** Something is typed and not sent. */
  isFilled(): boolean;
  setStrings(strings: Strings): void;
}

const tallest = 120;
const longest = '4000';

/** The text field with its button. Enter sends, Shift+Enter breaks the line; Enter inside an input method only picks the word. */
export function createComposer(strings: Strings, onSend: (text: string) => void): Composer {
  const field = h('textarea', {
    rows: '1',
    maxlength: longest,
    enterkeyhint: 'send',
    autocomplete: 'off',
  }) as HTMLTextAreaElement;
  const button = h(
    'button',
    { type: 'submit', class: 'send' },
    icon('M4 12l16-8-6 16-3-6z', 'M11 14l9-10'),
  ) as HTMLButtonElement;
  const fit = () => {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, tallest)}px`;
    button.disabled = field.value.trim() === '';
  };
  const send = (event: Event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text === '') return;
    field.value = '';
    fit();
    onSend(text);
  };
  field.addEventListener('input', fit);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) send(event);
  });
  const element = h('form', { class: 'composer', onsubmit: send }, field, button);
  const setStrings = (words: Strings) => {
    field.placeholder = words.placeholder;
    field.setAttribute('aria-label', words.inputLabel);
    button.setAttribute('aria-label', words.send);
    button.title = words.send;
  };
  setStrings(strings);
  button.disabled = true;
  return { element, focus: () => field.focus(), isFilled: () => field.value !== '', setStrings };
}
