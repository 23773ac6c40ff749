import type { FormField, Interaction, Option } from '@guichet/protocol/interaction';
import type { AskStep, FlowSlot } from '../flow/flow-schema.ts';
import { own } from '../flow/own.ts';
import { fillField } from '../flow/template.ts';
import { callAction, requireAssurance } from './call-action.ts';
import { flowPhrase } from './flow-phrases.ts';
import { slotLabel } from './kind-names.ts';
import type { Move } from './move.ts';
import { flowPhraseOut, newId, type Run, type Standing, say, visibleValues } from './run.ts';
import { isFilled, optionsOf, readValue, setSlot, skipValue } from './slot-values.ts';

const listeningKinds: readonly string[] = ['choice', 'card', 'transaction', 'account'];

/** Asks for what is missing: one thing as a question, several as a form. What must be chosen from is fetched first. */
export function takeAskStep(run: Run, at: Standing, step: AskStep): Move {
  const { open } = at;
  for (const name of step.ask) delete own(open.slots, name)?.stale;
  const fetching = fetchOptions(run, at, missingSlots(at, step));
  if (fetching !== undefined) return fetching;
  listen(run, at, missingSlots(at, step));
  const missing = missingSlots(at, step);
  if (missing.length === 0) {
    delete open.options;
    return { type: 'next' };
  }
  ask(run, at, step, missing);
  return { type: 'wait' };
}

/** The slots of a step that are not filled. */
export function missingSlots({ open }: Standing, { ask: names }: AskStep): string[] {
  return names.filter((name) => !isFilled(open, name));
}

function fetchOptions(run: Run, at: Standing, missing: readonly string[]): Move | undefined {
  for (const name of missing) {
    const source = own(at.flow.slots, name)?.source;
    if (source === undefined || optionsOf(run, at, name) !== undefined) continue;
    const { action, with: templates } = typeof source === 'string' ? { action: source, with: {} } : source;
    if (!requireAssurance(run, at, own(run.input.actions, action)?.assurance ?? 'verified')) return { type: 'wait' };
    at.open.call = { for: 'source', slot: name };
    const values = visibleValues(at.open);
    const fields = Object.entries(templates).map(([field, template]) => [field, fillField(template, values)] as const);
    callAction(run, { action, fields: Object.fromEntries(fields), interactionId: `read_${run.input.seed}` });
    return { type: 'wait' };
  }
  return undefined;
}

/** Fills what the customer has said already, before it was asked. */
function listen(run: Run, at: Standing, missing: readonly string[]): void {
  const { heard } = at.open;
  if (heard === undefined) return;
  for (const name of missing) {
    const slot = own(at.flow.slots, name);
    if (slot === undefined || !(slot.listen ?? listeningKinds.includes(slot.kind))) continue;
    const parsed = readValue(run, at, name, heard);
    if ('value' in parsed) setSlot(at, name, { ...parsed, from: 'opening' });
  }
}

function ask(run: Run, at: Standing, step: AskStep, missing: readonly string[]): void {
  const { open } = at;
  const interaction = questionOf(run, at, step, missing);
  open.asking = [...missing];
  delete open.heard;
  if (interaction === undefined) delete open.waiting;
  else open.waiting = interaction;
  delete open.options;
  sayQuestion(run, at, step);
  if (interaction !== undefined) run.out.push({ type: 'offer', interaction });
}

/** The words of the open question. */
export function sayQuestion(run: Run, { open, flow }: Standing, step: AskStep): void {
  const [single, second] = open.asking;
  const slot = single === undefined || second !== undefined ? undefined : own(flow.slots, single);
  if (slot !== undefined) say(run, slot.prompt, visibleValues(open));
  else if (step.title === undefined) flowPhraseOut(run, 'form_intro');
  else say(run, step.title, visibleValues(open));
}

function questionOf(run: Run, at: Standing, step: AskStep, missing: readonly string[]): Interaction | undefined {
  const [single, second] = missing;
  if (single !== undefined && second === undefined) return choiceOf(run, at, single);
  return {
    type: 'form',
    id: newId(run),
    title: (step.title ?? at.flow.title)[run.language],
    fields: missing.flatMap((name) => fieldOf(run, at, name) ?? []),
    submitLabel: flowPhrase('submit', run.language),
  };
}

function choiceOf(run: Run, at: Standing, name: string): Interaction | undefined {
  const optional = own(at.flow.slots, name)?.optional === true;
  const skip: Option[] = optional ? [{ value: skipValue, label: flowPhrase('skip', run.language) }] : [];
  const options = [...(optionsOf(run, at, name) ?? []), ...skip];
  return options.length === 0 ? undefined : { type: 'choice', id: newId(run), options };
}

function fieldOf(run: Run, at: Standing, name: string): FormField | undefined {
  const slot = own(at.flow.slots, name);
  if (slot === undefined) return undefined;
  const options = optionsOf(run, at, name);
  const { language } = run;
  return {
    name,
    label: slotLabel(slot, language),
    kind: slot.kind,
    required: !slot.optional,
    hint: hintOf(slot, run),
    ...(options === undefined ? {} : { options }),
    ...(slot.currency === undefined ? {} : { currency: slot.currency }),
  };
}

function hintOf(slot: FlowSlot, { language }: Run): string {
  return (slot.hint ?? slot.prompt)[language];
}
