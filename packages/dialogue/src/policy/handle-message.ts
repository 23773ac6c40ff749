import { asksForPerson } from '../decide.ts';
import { own } from '../flow/own.ts';
import { foldTitle } from '../fold-title.ts';
import { advance } from './advance.ts';
import { apply, decideMessage, flowFor, sureIntents } from './answer-outside.ts';
import { cancelAll } from './cancel.ts';
import { answerConfirm } from './confirm.ts';
import { correct } from './correct.ts';
import { type Correction, findCorrection } from './find-correction.ts';
import { miss } from './miss.ts';
import type { MessageEvent } from './policy-types.ts';
import { repeatQuestion } from './repeat-question.ts';
import { offerFlow, respond, start } from './respond.ts';
import { resumeBlocked } from './resume-blocked.ts';
import { resumeLostCall } from './resume-lost-call.ts';
import { flowPhraseOut, handOver, type Run, type Standing, standing, stepOf } from './run.ts';
import { markAnswered } from './slot-values.ts';
import { takeValues } from './take-values.ts';

const questions = {
  en: /\?\s*$|^(?:what|how|when|where|why|which|who|whose|can|could|do|does|did|is|are|will|would|may|should)\b/i,
  zh: /[?？]\s*$|[吗嗎么麼呢]\s*[。.!！]*$|^(?:什么|什麼|怎么|怎麼|为什么|為什麼|哪|多少|多久|几时|幾時|请问|請問|能不能|可不可以|可以.*[吗嗎])/,
} as const;

/** What a message does: to the flow at work, or outside any. */
export function handleMessage(run: Run, event: MessageEvent): void {
  const at = standing(run);
  if (asksForPerson(event.text)) handOver(run, 'asked for a person');
  else if (at === undefined) handleOutside(run, event);
  else if (event.found.cancel) cancelAll(run);
  else if (!resumeLostCall(run, at)) handleInFlow(run, at, event);
}

/** The order matters: what can be meant for the open flow is taken so before the message is taken for another matter. */
function handleInFlow(run: Run, at: Standing, event: MessageEvent): void {
  const { text, found } = event;
  if (at.open.blocked !== undefined) {
    resumeBlocked(run, at, { mayDigress: () => digress(run, at, event), text });
    return;
  }
  if (at.open.waiting?.type === 'confirm' && found.yesNo !== null) {
    answerConfirm(run, at, found.yesNo === 'yes');
    return;
  }
  const correction = findCorrection(run, at, event);
  if (mayMeanAnother(run, event, correction) && digress(run, at, event)) return;
  if (correction === null) answerQuestion(run, at, event);
  else correct(run, at, correction);
}

/** Questions, and wishes for another flow that only sound like a correction, such as "wait, freeze my card first". */
function mayMeanAnother(run: Run, event: MessageEvent, correction: Correction | null): boolean {
  if (correction === null) return questions[run.language].test(event.text);
  const { words } = correction;
  return (
    (words === null || words === event.text) &&
    sureIntents(run, event).some((intent) => flowFor(run, intent) !== undefined)
  );
}

/** A value for the open question; else another matter; else a miss. */
function answerQuestion(run: Run, at: Standing, event: MessageEvent): void {
  const step = stepOf(at);
  const taken =
    step !== undefined && 'ask' in step
      ? takeValues(run, at, step, event)
      : ({ taken: false, fault: undefined } as const);
  if (taken.taken) {
    markAnswered(run, at);
    advance(run);
    return;
  }
  if (digress(run, at, event)) return;
  if (at.open.waiting === undefined && at.open.asking.length === 0) {
    advance(run);
    return;
  }
  miss(run, at, taken.fault ?? 'not_understood');
}

/** Another matter that the message surely is about: answered at once, and then the open question comes again. */
function digress(run: Run, at: Standing, event: MessageEvent): boolean {
  const open = new Set(run.state.flows.flatMap(({ flow }) => own(run.input.flows, flow)?.intents ?? []));
  const others = sureIntents(run, event).filter((intent) => !open.has(intent) && isAnswerable(run, intent));
  const titled = flowTitled(run, event.text);
  if (titled !== undefined && titled !== at.flow.flow) others.unshift(own(run.input.flows, titled)?.intents[0] ?? '');
  if (others.length === 0) return false;
  at.open.misses = 0;
  const begun = respond(run, event, others);
  if (begun || standing(run)?.open !== at.open) return true;
  if (!others.includes('goodbye')) {
    flowPhraseOut(run, 'back_to', { title: at.flow.title[run.language] });
    if (!repeatQuestion(run, at)) advance(run);
  }
  return true;
}

const alwaysAnswered = new Set(['talk_to_human', 'greeting', 'thanks', 'goodbye', 'bot_identity']);

function isAnswerable(run: Run, intent: string): boolean {
  return (
    alwaysAnswered.has(intent) ||
    flowFor(run, intent) !== undefined ||
    run.input.evidence.articleFor(intent) !== undefined
  );
}

function handleOutside(run: Run, event: MessageEvent): void {
  const titled = own(run.input.flows, flowTitled(run, event.text) ?? '');
  if (titled !== undefined) {
    start(run, titled, { intent: titled.intents[0] ?? '', heard: '' });
    return;
  }
  // With nothing open, "cancel" is about something at the bank, and certainly begins nothing here.
  const sure = event.found.cancel ? [] : sureIntents(run, event);
  if (sure.length === 0) apply(run, decideMessage(run, event));
  else respond(run, event, sure);
  offerComplaint(run, event);
}

/** The flow whose title is the whole message: the customer pressed its button. */
function flowTitled({ input }: Run, text: string): string | undefined {
  const folded = foldTitle(text);
  return Object.values(input.flows).find(
    ({ title }) => foldTitle(title.en) === folded || foldTitle(title.zh) === folded,
  )?.flow;
}

/** Whoever complains, about whatever, can make it a complaint with one tap. */
function offerComplaint(run: Run, event: MessageEvent): void {
  const flow = flowFor(run, 'make_complaint');
  if (flow === undefined || !event.route.reasons.complaint || run.decision === 'handoff' || run.decision === 'refuse')
    return;
  if (run.state.flows.length === 0) offerFlow(run, flow);
}
