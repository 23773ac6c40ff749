import type { FormField } from '@guichet/protocol/interaction';
import { h } from '../dom.ts';
import { faultOf } from './fault-of.ts';
import { formControl } from './form-control.ts';
import type { InteractionContext } from './interaction-view.ts';

export interface FieldView {
  element: HTMLElement;
  name: string;
  value(): string;
  /** Shows what is wrong, and says whether something is. */
  check(): boolean;
  focus(): void;
}

/** A field with its label, hint and fault. The fault shows up after a first try to send, and goes as soon as it is mended. */
export function fieldView(field: FormField, id: string, context: InteractionContext): FieldView {
  const { strings, draft } = context;
  const control = formControl(field, id, context);
  const [first] = control.inputs;
  const grouped = first?.type === 'radio';
  const hint = h('div', { class: 'hint', id: `${id}-hint` }, field.hint ?? '');
  hint.hidden = (field.hint ?? '') === '';
  const error = h('div', { class: 'error', id: `${id}-error` });
  error.hidden = true;
  let tried = false;

  const check = (): boolean => {
    tried = true;
    const fault = faultOf(field, control.value(), control.unreadable());
    error.textContent = fault === null ? '' : strings[fault];
    error.hidden = fault === null;
    const described = [hint, error].filter((one) => !one.hidden).map((one) => one.id);
    for (const input of control.inputs) {
      input.setAttribute('aria-describedby', described.join(' '));
      input.setAttribute('aria-invalid', String(fault !== null));
    }
    return fault !== null;
  };
  const mark = field.required ? null : h('span', { class: 'optional' }, ` ${strings.optional}`);
  const label = h(grouped ? 'legend' : 'label', grouped ? {} : { for: id }, field.label, mark);
  const element = h(grouped ? 'fieldset' : 'div', { class: 'field' }, label, hint, control.element, error);
  for (const input of control.inputs) if (!hint.hidden) input.setAttribute('aria-describedby', hint.id);
  element.addEventListener('input', () => {
    draft[field.name] = control.value();
    if (tried) check();
  });
  return { element, name: field.name, value: control.value, check, focus: () => first?.focus() };
}
