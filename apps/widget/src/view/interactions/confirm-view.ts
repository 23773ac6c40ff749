import type { Interaction } from '@guichet/protocol/interaction';
import { h } from '../dom.ts';
import { markButtons } from './choice-view.ts';
import type { InteractionContext, InteractionView } from './interaction-view.ts';
import { statusLine } from './status-line.ts';

type Confirm = Extract<Interaction, { type: 'confirm' }>;

/** What will be done, row by row, and the two buttons. It stays as a record of what was confirmed. */
export function confirmView(confirm: Confirm, { strings, language, onAnswer }: InteractionContext): InteractionView {
  const button = (label: string, confirmed: boolean) =>
    h(
      'button',
      { type: 'button', class: confirmed ? 'action primary' : 'action', onclick: () => onAnswer({ confirmed }) },
      label,
    );
  const buttons = [button(confirm.confirmLabel, true), button(confirm.cancelLabel, false)];
  const status = statusLine(strings, { language, expiresAt: confirm.expiresAt });
  const title = h('div', { class: 'title', id: `${confirm.id}-title` }, confirm.title);
  const element = h(
    'div',
    { class: 'interaction card', role: 'group', 'aria-labelledby': title.id },
    title,
    summary(confirm.rows),
    h('div', { class: 'buttons' }, ...buttons),
    status.element,
  );
  return {
    element,
    update(shown) {
      markButtons(buttons, shown);
      status.show(shown.phase);
    },
  };
}

/** Rows of names and values. */
export function summary(rows: Confirm['rows']): HTMLElement {
  const entries = rows.map(({ label, value }) => h('div', {}, h('dt', {}, label), h('dd', {}, value)));
  const element = h('dl', {}, ...entries);
  element.hidden = rows.length === 0;
  return element;
}
