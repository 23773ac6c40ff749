import { own } from './own.ts';

const slotReference = /\{([^{}]*)\}/g;
const goodReference = /^[a-z][a-z0-9_]*(?:\.label)?$/;
const longestValue = 300;

/** What a template can name. */
export type TemplateValues = Readonly<Record<string, { value: string; label: string }>>;

/** The names in a template as they stand there, good or bad. */
export function templateReferences(template: string): string[] {
  return [...template.matchAll(slotReference)].map(([, reference = '']) => reference);
}

/** The slot that a reference names, or `undefined` where it is no reference. */
export function referencedSlot(reference: string): string | undefined {
  return goodReference.test(reference) ? reference.replace(/\.label$/, '') : undefined;
}

/** A template for people with its values in it. A value is one line of plain words: it can neither be a template, nor a link, nor bold. */
export function fillText(template: string, values: TemplateValues): string {
  return fill(template, values, plain);
}

/** A template for an action's field: values go in as they are. Empty where every value in it is. */
export function fillField(template: string, values: TemplateValues): string {
  return fill(template, values, (text) => text);
}

function fill(template: string, values: TemplateValues, clean: (text: string) => string): string {
  return template.replace(slotReference, (whole, reference: string) => {
    const name = referencedSlot(reference);
    if (name === undefined) return whole;
    const entry = own(values, name);
    if (entry === undefined) return '';
    return clean(reference.endsWith('.label') ? entry.label : entry.value);
  });
}

function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll('*', '∗')
    .replaceAll('://', ': //')
    .trim()
    .slice(0, longestValue);
}
