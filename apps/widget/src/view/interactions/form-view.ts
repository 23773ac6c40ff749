import type { Interaction } from '@guichet/protocol/interaction';
import { h } from '../dom.ts';
import { fieldView } from './form-field.ts';
import type { InteractionContext, InteractionView } from './interaction-view.ts';
import { statusLine } from './status-line.ts';

type Form = Extract<Interaction, { type: 'form' }>;

/** Several fields, sent together. A mistake is said beside its field and gets the focus. */
export function formView(form: Form, context: InteractionContext): InteractionView {
  const { strings, language, onAnswer } = context;
  const fields = form.fields.map((field) => fieldView(field, `${form.id}-${field.name}`, context));
  const send = (event: Event) => {
    event.preventDefault();
    const wrong = fields.filter((field) => field.check());
    if (wrong.length > 0) wrong[0]?.focus();
    else onAnswer({ values: Object.fromEntries(fields.map(({ name, value }) => [name, value()])) });
  };
  const title = h('div', { class: 'title', id: `${form.id}-title` }, form.title);
  const status = statusLine(strings, { language });
  const controls = h(
    'fieldset',
    { class: 'controls' },
    ...fields.map(({ element }) => element),
    h('div', { class: 'buttons' }, h('button', { type: 'submit', class: 'action primary' }, form.submitLabel)),
  );
  const element = h(
    'form',
    { class: 'interaction card', novalidate: true, 'aria-labelledby': title.id, onsubmit: send },
    title,
    controls,
    status.element,
  );
  return {
    element,
    update({ phase }) {
      controls.toggleAttribute('disabled', phase !== 'open');
      controls.hidden = phase !== 'open' && phase !== 'sending';
      status.show(phase);
    },
    focus: () => fields[0]?.focus(),
  };
}
