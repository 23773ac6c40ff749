import { type Assurance, assuranceSuffices } from '@guichet/protocol/assurance';
import { own } from '../flow/own.ts';
import { flowPhraseOut, handOver, offerPerson, type Run, type Standing } from './run.ts';

export interface CallInput {
  action: string;
  fields: Record<string, string>;
  interactionId: string;
}

/** Has the institution asked; nothing more happens before its answer. */
export function callAction(run: Run, { action, fields, interactionId }: CallInput): void {
  const effect = own(run.input.actions, action)?.effect ?? 'read';
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
  run.out.push({ type: 'call', action, effect, fields: given, interactionId });
}

/**
 * Whether the customer has proven enough for what comes next. Where not, the flow stands still: for a sign-in, or for a one-time code
 * that is sent at once.
 */
export function requireAssurance(run: Run, at: Standing, needed: Assurance): boolean {
  const { open, flow } = at;
  if (assuranceSuffices(run.input.assurance, needed)) {
    delete open.blocked;
    return true;
  }
  if (run.input.assurance !== 'anonymous') return sendCode(run, at);
  if (open.blocked === undefined && run.started.has(flow.flow)) answerMeanwhile(run, open.intent);
  open.blocked = 'verified';
  askToSignIn(run, at);
  return false;
}

/** Says what to do, and that it is needed. */
export function askToSignIn(run: Run, { flow }: Standing): void {
  flowPhraseOut(run, 'sign_in', { title: flow.title[run.language] });
  run.out.push({ type: 'verify', needed: 'verified' });
}

/** Whoever is not signed in learns at once what the approved article says. */
function answerMeanwhile(run: Run, intent: string): void {
  const article = run.input.evidence.articleFor(intent);
  if (article === undefined) return;
  run.out.push({ type: 'answer', intent, articleId: article.articleId });
  offerPerson(run);
}

/** Has a new code sent for the step at which the flow stands. */
export function sendCode(run: Run, { open }: Standing): false {
  if (
    own(run.input.actions, 'identity.send_code') === undefined ||
    own(run.input.actions, 'identity.check_code') === undefined
  ) {
    flowPhraseOut(run, 'code_unavailable');
    handOver(run, 'step-up is not set up');
    return false;
  }
  open.blocked = 'stepped-up';
  open.call = { for: 'send-code' };
  callAction(run, { action: 'identity.send_code', fields: {}, interactionId: `code_${run.input.seed}` });
  return false;
}
