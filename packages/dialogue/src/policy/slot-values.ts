import type { Option } from '@guichet/protocol/interaction';
import type { OpenFlow, SlotValue } from '../dialogue-state.ts';
import type { FlowSlot } from '../flow/flow-schema.ts';
import { own } from '../flow/own.ts';
import { referencedSlot, templateReferences } from '../flow/template.ts';
import type { ParsedSlot } from '../slots/found-slots.ts';
import type { Run, Standing } from './run.ts';

/** Value of the button that leaves an optional question out. */
export const skipValue = 'skip';

/** Whether a question about the slot need not be asked. A skipped one is answered, too. */
export function isFilled({ slots }: OpenFlow, name: string): boolean {
  const slot = own(slots, name);
  return slot !== undefined && slot.stale === undefined;
}

/** What may be chosen for a slot, as far as it is known: fetched for the next question, offered with the present one, or in the file. */
export function optionsOf({ language }: Run, { open, flow }: Standing, name: string): Option[] | undefined {
  const known = own(open.options ?? {}, name) ?? offeredOptions(open, name);
  if (known !== undefined) return known;
  return own(flow.slots, name)?.options?.map(({ value, ...label }) => ({ value, label: label[language] }));
}

function offeredOptions({ waiting, asking }: OpenFlow, name: string): Option[] | undefined {
  if (waiting?.type === 'form') return waiting.fields.find((field) => field.name === name)?.options;
  if (waiting?.type !== 'choice' || asking[0] !== name) return undefined;
  const options = waiting.options.filter(({ value }) => value !== skipValue);
  return options.length === 0 ? undefined : options;
}

/** A text as a value of a slot. */
export function readValue(run: Run, at: Standing, name: string, text: string): ParsedSlot {
  const slot = own(at.flow.slots, name);
  if (slot === undefined) return { fault: 'not_understood' };
  const { now, settings, parseSlot, cardTails } = run.input;
  const options = optionsOf(run, at, name);
  const exact = options?.find(({ value }) => value === text);
  if (exact !== undefined) return { ...exact };
  return parseSlot(slot.kind, text, {
    language: run.language,
    now,
    timeZone: settings.timeZone,
    ...(cardTails === undefined ? {} : { cardTails }),
    ...(options === undefined ? {} : { options }),
    ...bounds(slot),
  });
}

function bounds({ currency, min, max, when }: FlowSlot) {
  return {
    ...(currency === undefined ? {} : { currency }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(when === undefined ? {} : { when }),
  };
}

/** Puts a value into a slot. What was confirmed before no longer is, and what was chosen for the old value is asked again. */
export function setSlot({ open, flow }: Standing, name: string, given: Omit<SlotValue, 'stale'>): void {
  const before = own(open.slots, name);
  const changed = before?.value !== given.value;
  open.slots[name] = { value: given.value, label: given.label, from: given.from };
  if (!changed) return;
  open.confirmed = null;
  for (const [other, slot] of Object.entries(flow.slots)) {
    if (other !== name && dependsOn(slot, name)) dropSlot(open, other);
  }
}

/** Empties a slot. */
export function dropSlot(open: OpenFlow, name: string): void {
  if (!Object.hasOwn(open.slots, name)) return;
  delete open.slots[name];
  open.confirmed = null;
}

function dependsOn({ source }: FlowSlot, name: string): boolean {
  if (source === undefined || typeof source === 'string') return false;
  return Object.values(source.with)
    .flatMap(templateReferences)
    .some((reference) => referencedSlot(reference) === name);
}

/** Takes the open question back. What was fetched for it is kept for the next one. */
export function withdrawQuestion(run: Run, at: Standing): void {
  const { open } = at;
  const kept = open.asking.flatMap((name) => {
    const options = own(at.flow.slots, name)?.source === undefined ? undefined : optionsOf(run, at, name);
    return options === undefined ? [] : [[name, options] as const];
  });
  if (kept.length > 0) open.options = { ...open.options, ...Object.fromEntries(kept) };
  delete open.waiting;
  open.asking = [];
}

/** Takes the open question as answered. */
export function markAnswered(run: Run, at: Standing): void {
  const id = at.open.waiting?.id;
  withdrawQuestion(run, at);
  at.open.misses = 0;
  if (id === undefined) return;
  at.open.answered = id;
  rememberUsed(run, id);
}

const mostUsed = 20;

/** Keeps in mind that an interaction was answered. */
export function rememberUsed({ state }: Run, id: string): void {
  state.used = [...state.used.filter((used) => used !== id), id].slice(-mostUsed);
}
