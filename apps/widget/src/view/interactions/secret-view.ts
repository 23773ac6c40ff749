import type { Interaction } from '@guichet/protocol/interaction';
import { fill } from '../../i18n/interaction-strings.ts';
import { h } from '../dom.ts';
import type { InteractionContext, InteractionView } from './interaction-view.ts';
import { statusLine } from './status-line.ts';

type Secret = Extract<Interaction, { type: 'secret' }>;

/** The field for a one-time code. What is typed goes to the gateway and nowhere else: no draft, no storage, no transcript. */
export function secretView(secret: Secret, { strings, language, onAnswer }: InteractionContext): InteractionView {
  const { id, digits, expiresAt } = secret;
  const input = h('input', {
    id: `${id}-code`,
    class: 'code',
    type: 'text',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    'aria-required': 'true',
    'aria-describedby': `${id}-left ${id}-error`,
  }) as HTMLInputElement;
  const error = h('div', { class: 'error', id: `${id}-error` });
  error.hidden = true;
  const show = (fault: string) => {
    error.textContent = fault;
    error.hidden = fault === '';
    input.setAttribute('aria-invalid', String(fault !== ''));
  };
  input.addEventListener('input', (event) => {
    if ((event as InputEvent).isComposing) return;
    const code = input.value.normalize('NFKC').replace(/\D/g, '').slice(0, digits);
    if (input.value !== code) input.value = code;
    if (!error.hidden && code.length === digits) show('');
  });
  const send = (event: Event) => {
    event.preventDefault();
    const code = input.value.normalize('NFKC').replace(/\D/g, '');
    if (code.length !== digits) {
      show(fill(strings.notCode, { digits }));
      input.focus();
      element.scrollIntoView({ block: 'nearest' });
      return;
    }
    input.value = '';
    onAnswer({ code });
  };
  const status = statusLine(strings, { language, expiresAt, expired: strings.expiredSecret });
  const controls = h(
    'fieldset',
    { class: 'controls' },
    h('div', { class: 'code-row' }, input, h('button', { type: 'submit', class: 'action primary' }, strings.checkCode)),
    error,
    h('div', { class: 'hint', id: `${id}-left` }, fill(strings.attemptsLeft, { count: secret.attemptsLeft })),
  );
  const element = h(
    'form',
    { class: 'interaction card', novalidate: true, onsubmit: send },
    h('label', { class: 'title', for: input.id }, secret.label),
    controls,
    status.element,
  );
  return {
    element,
    update({ phase }) {
      controls.toggleAttribute('disabled', phase !== 'open');
      controls.hidden = phase !== 'open' && phase !== 'sending';
      if (controls.hidden) input.value = '';
      status.show(phase);
    },
    focus: () => input.focus(),
  };
}
