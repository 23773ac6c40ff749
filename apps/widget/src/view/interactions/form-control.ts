import type { FormField } from '@guichet/protocol/interaction';
import { currencySign } from '../../i18n/format.ts';
import { h } from '../dom.ts';
import type { InteractionContext } from './interaction-view.ts';

/** Where a value is entered. */
export interface FormControl {
  element: HTMLElement;
  /** Where focus, description and fault belong. */
  inputs: (HTMLInputElement | HTMLSelectElement)[];
  value(): string;
  unreadable(): boolean;
}

const longest = '4000';
const mostRadios = 4;

/** The control for a field: radios for a few options, a list for many, and the browser's own field for days and times. */
export function formControl(field: FormField, id: string, context: InteractionContext): FormControl {
  const { options } = field;
  if (options === undefined) return inputControl(field, id, context);
  return options.length > mostRadios ? selectControl(field, id, context) : radioControl(field, id, context);
}

function inputControl(field: FormField, id: string, { draft, language }: InteractionContext): FormControl {
  const { kind, currency } = field;
  const native = kind === 'date' || kind === 'time';
  const input = h('input', {
    id,
    name: field.name,
    type: native ? kind : 'text',
    autocomplete: 'off',
    ...(native ? {} : { maxlength: longest }),
    ...(kind === 'money' ? { inputmode: 'decimal' } : {}),
    ...(kind === 'date' ? { max: '9999-12-31' } : {}),
    ...required(field),
  }) as HTMLInputElement;
  input.value = draft[field.name] ?? field.value ?? '';
  const sign = kind === 'money' && currency !== undefined ? currencySign(currency, language) : null;
  return {
    element: sign === null ? input : h('div', { class: 'money' }, h('span', {}, sign), input),
    inputs: [input],
    value: () => input.value.trim(),
    unreadable: () => input.validity.badInput,
  };
}

function selectControl(field: FormField, id: string, { draft, strings }: InteractionContext): FormControl {
  const entries = (field.options ?? []).map(({ value, label }) => h('option', { value }, label));
  const select = h(
    'select',
    { id, name: field.name, ...required(field) },
    h('option', { value: '' }, strings.choose),
    ...entries,
  ) as HTMLSelectElement;
  select.value = draft[field.name] ?? field.value ?? '';
  return { element: select, inputs: [select], value: () => select.value, unreadable: () => false };
}

function radioControl(field: FormField, id: string, { draft }: InteractionContext): FormControl {
  const chosen = draft[field.name] ?? field.value;
  const inputs = (field.options ?? []).map(({ value }) => {
    const input = h('input', { type: 'radio', name: id, value, ...required(field) }) as HTMLInputElement;
    input.checked = value === chosen;
    return input;
  });
  const labels = (field.options ?? []).map(({ label }, index) =>
    h('label', { class: 'radio' }, inputs[index] ?? null, h('span', {}, label)),
  );
  return {
    element: h('div', { class: 'radios', id }, ...labels),
    inputs,
    value: () => inputs.find(({ checked }) => checked)?.value ?? '',
    unreadable: () => false,
  };
}

function required(field: FormField): Record<string, string> {
  return field.required ? { 'aria-required': 'true' } : {};
}
