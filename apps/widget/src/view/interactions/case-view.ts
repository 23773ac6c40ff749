import type { Interaction } from '@guichet/protocol/interaction';
import { formatDay } from '../../i18n/format.ts';
import { h } from '../dom.ts';
import { summary } from './confirm-view.ts';
import type { InteractionContext, InteractionView } from './interaction-view.ts';

type Case = Extract<Interaction, { type: 'case' }>;

const copiedMs = 2_000;

/** The case that was opened: its number to copy, and by when the customer hears. */
export function caseView(
  { id, title, caseNumber, status, followUpBy }: Case,
  { strings, language, announce }: InteractionContext,
): InteractionView {
  const number = h('strong', { class: 'number' }, caseNumber);
  const button = h('button', { type: 'button', class: 'copy', 'aria-label': strings.copyNumber }, strings.copy);
  button.addEventListener('click', async () => {
    if (!(await copy(caseNumber, number))) return;
    button.textContent = strings.copied;
    announce(strings.copied);
    setTimeout(() => {
      button.textContent = strings.copy;
    }, copiedMs);
  });
  const rows = [{ label: strings.caseStatus, value: status }];
  if (followUpBy !== undefined) rows.push({ label: strings.followUp, value: formatDay(followUpBy, language) });
  const heading = h('div', { class: 'title', id: `${id}-title` }, title);
  const line = h('div', { class: 'case-number' }, h('span', {}, strings.caseNumber), number, button);
  const element = h(
    'div',
    { class: 'interaction card case', role: 'group', 'aria-labelledby': heading.id },
    heading,
    line,
    summary(rows),
  );
  return { element, update() {} };
}

/** A page without a clipboard (plain HTTP, or forbidden by its policy) gets the number selected, ready to be copied by hand. */
async function copy(text: string, shown: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(shown);
    return false;
  }
}
