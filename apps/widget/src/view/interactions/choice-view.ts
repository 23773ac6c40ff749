import type { Interaction } from '@guichet/protocol/interaction';
import type { ShownInteraction } from '../../state/interaction-phase.ts';
import { h } from '../dom.ts';
import type { InteractionContext, InteractionView } from './interaction-view.ts';

type Choice = Extract<Interaction, { type: 'choice' }>;

/** Buttons, one of which is pressed. Afterwards they stay, dimmed, with the chosen one marked. */
export function choiceView({ options }: Choice, { strings, onAnswer }: InteractionContext): InteractionView {
  const buttons = options.map(({ value, label }) =>
    h('button', { type: 'button', class: 'option', onclick: () => onAnswer({ value }) }, label),
  );
  const element = h(
    'div',
    { class: 'interaction choice-list', role: 'group', 'aria-label': strings.choose },
    ...buttons,
  );
  return {
    element,
    update: ({ phase, answer }) => markButtons(buttons, { phase, answer }),
  };
}

/** Only an open interaction's buttons can be pressed; the one whose label was the answer is marked. */
export function markButtons(
  buttons: readonly HTMLElement[],
  { phase, answer }: Pick<ShownInteraction, 'phase' | 'answer'>,
): void {
  for (const button of buttons) {
    button.toggleAttribute('disabled', phase !== 'open');
    button.classList.toggle('chosen', phase === 'used' && button.textContent === answer);
  }
}
