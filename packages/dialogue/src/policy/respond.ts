import type { Flow } from '../flow/flow-schema.ts';
import { advance } from './advance.ts';
import { apply, decideMessage, flowFor } from './answer-outside.ts';
import type { MessageEvent } from './policy-types.ts';
import { flowPhraseOut, handOver, type Run } from './run.ts';

const mostOpen = 3;

/**
 * Answers the intents that a message surely has: each article with its own source, and at most one flow begun; another one is named as
 * next. Gives whether a flow was begun.
 */
export function respond(run: Run, event: MessageEvent, intents: readonly string[]): boolean {
  if (intents.includes('talk_to_human')) {
    handOver(run, 'asked for a person');
    return false;
  }
  const wanted = intents.map((intent) => ({ intent, flow: flowFor(run, intent) }));
  const begun = wanted.find(({ flow }) => flow !== undefined);
  const plain = wanted.filter(({ flow }) => flow === undefined);
  const courtesies = new Set(['greeting', 'thanks', 'goodbye']);
  const told = wanted.length > 1 ? plain.filter(({ intent }) => !courtesies.has(intent)) : plain;
  for (const { intent } of told) apply(run, decideMessage(run, event, intents.length > 1 ? intent : undefined));
  // A flow's beginning may end in a call, which is the last thing of a step: what comes after is said before.
  for (const { flow } of wanted) if (flow !== undefined && flow !== begun?.flow) nameNext(run, flow);
  return begun?.flow !== undefined && run.decision !== 'handoff' && begin(run, event, { ...begun, flow: begun.flow });
}

function begin(run: Run, event: MessageEvent, { intent, flow }: { intent: string; flow: Flow }): boolean {
  if (run.state.flows.some((open) => open.flow === flow.flow) || run.state.flows.length >= mostOpen) {
    flowPhraseOut(run, 'finish_first', { title: flow.title[run.language] });
    return false;
  }
  start(run, flow, { intent, heard: event.text });
  return true;
}

const longestHeard = 500;

/** Opens a flow on top of those that are open. */
export function start(run: Run, flow: Flow, { intent, heard }: { intent: string; heard: string }): void {
  const { now } = run.input;
  run.started.add(flow.flow);
  run.decision = 'flow';
  run.state.clarifications = 0;
  run.state.lastIntent = intent;
  run.state.flows.push({
    flow: flow.flow,
    version: flow.version,
    step: flow.steps[0]?.id ?? '',
    slots: {},
    asking: [],
    openedAt: now,
    touchedAt: now,
    misses: 0,
    confirmed: null,
    answered: null,
    heard: heard.slice(0, longestHeard),
    intent,
    hops: 0,
    effect: false,
  });
  advance(run);
}

/** Says that another flow can follow, with a button for it. */
function nameNext(run: Run, flow: Flow): void {
  const title = flow.title[run.language];
  flowPhraseOut(run, 'next_task', { title });
  offerFlow(run, flow);
}

/** A button that starts a flow: its title as a message. */
export function offerFlow(run: Run, flow: Flow): void {
  const title = flow.title[run.language];
  if (run.choices.every(({ text }) => text !== title)) run.choices.push({ label: title, text: title });
}
