import type { ActionDefinition } from '@guichet/dialogue/flow/flow-schema';
import { isIsoDate } from './iso-date.ts';

export type RequestFields = Record<string, unknown>;

/** Slots as the institution gets them, or `undefined` where one is missing, unknown or of a wrong kind. */
export function toRequestFields(
  { request }: ActionDefinition,
  fields: Readonly<Record<string, string>>,
): RequestFields | undefined {
  if (Object.keys(fields).some((name) => !Object.hasOwn(request, name))) return undefined;
  const values: [string, unknown][] = [];
  for (const [name, kind] of Object.entries(request)) {
    const text = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (text === undefined || text === '') {
      if (kind.endsWith('?')) continue;
      return undefined;
    }
    const value = toValue(kind.replace('?', ''), text);
    if (value === undefined) return undefined;
    values.push([name, value]);
  }
  return Object.fromEntries(values);
}

function toValue(kind: string, text: string): unknown {
  if (kind === 'money') return toMoney(text);
  if (kind === 'date') return isIsoDate(text) ? text : undefined;
  if (kind === 'time') return /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? text : undefined;
  if (kind === 'number') return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
  if (kind === 'boolean') return { true: true, yes: true, false: false, no: false }[text];
  if (kind === 'options') return undefined;
  return text.length <= 4_000 ? text : undefined;
}

/** `12050 GBP`: minor units, never negative. */
function toMoney(text: string): { amountMinor: number; currency: string } | undefined {
  const [, digits = '', currency = ''] = /^(\d{1,15}) ([A-Z]{3})$/.exec(text) ?? [];
  return digits === '' ? undefined : { amountMinor: Number(digits), currency };
}
