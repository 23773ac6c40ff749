import type { Language } from '@guichet/protocol/language';
import type { Choice, Decision } from '@guichet/protocol/message';
import type { DialogueState, OpenFlow } from '../dialogue-state.ts';
import type { Flow, FlowStep, Localized } from '../flow/flow-schema.ts';
import { own } from '../flow/own.ts';
import type { TemplateValues } from '../flow/template.ts';
import { fixedChoice } from '../phrases.ts';
import type { FlowPhraseName } from './flow-phrases.ts';
import type { PolicyOutput, StepInput } from './policy-types.ts';

/** One run of the policy. Everything here is its own copy: handlers change it, and `step` gives it out at the end. */
export interface Run {
  readonly input: StepInput;
  readonly state: DialogueState;
  readonly language: Language;
  readonly out: PolicyOutput[];
  choices: Choice[];
  decision: Decision | undefined;
  /** Flows that began in this run. */
  readonly started: Set<string>;
}

/** An open flow with its file. */
export interface Standing {
  open: OpenFlow;
  flow: Flow;
}

/** The flow at work. */
export function standing({ state, input }: Run): Standing | undefined {
  const open = state.flows.at(-1);
  const flow = open === undefined ? undefined : own(input.flows, open.flow);
  return open === undefined || flow === undefined ? undefined : { open, flow };
}

/** The step at which a flow stands. */
export function stepOf({ open, flow }: Standing): FlowStep | undefined {
  return flow.steps.find(({ id }) => id === open.step);
}

/** What templates and conditions see of a flow's values: stale and skipped ones are empty. */
export function visibleValues({ slots }: OpenFlow): TemplateValues {
  return Object.fromEntries(Object.entries(slots).filter(([, slot]) => slot.stale === undefined && slot.value !== ''));
}

export function say(run: Run, text: Localized, values: TemplateValues = {}, article?: string): void {
  run.out.push({ type: 'say', text, values, ...(article === undefined ? {} : { article }) });
}

export function flowPhraseOut(run: Run, name: FlowPhraseName, values: Readonly<Record<string, string>> = {}): void {
  run.out.push({ type: 'flow-phrase', name, values });
}

/** A new id, the same one when the same step is run again. */
export function newId(run: Run): string {
  const taken = run.out.filter(({ type }) => type === 'offer').length;
  return taken === 0 ? `int_${run.input.seed}` : `int_${run.input.seed}_${taken}`;
}

/** Gives the conversation to a person: whatever is open is theirs from now on. */
export function handOver(run: Run, reason: string): void {
  run.state.flows.length = 0;
  run.state.clarifications = 0;
  run.choices = [];
  run.decision = 'handoff';
  run.out.push({ type: 'phrase', name: 'handoff' }, { type: 'handoff', reason });
}

/** A button that calls a person. */
export function offerPerson(run: Run): void {
  const choice = fixedChoice('agent', run.language);
  if (run.choices.every(({ text }) => text !== choice.text)) run.choices.push(choice);
}

/** Ends the flow at work and nothing else. */
export function closeFlow(run: Run): void {
  const closed = run.state.flows.pop();
  if (closed !== undefined) run.state.lastIntent = closed.intent;
}
