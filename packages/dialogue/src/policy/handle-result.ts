import type { Interaction, Option } from '@guichet/protocol/interaction';
import type { ActionStep } from '../flow/flow-schema.ts';
import { own } from '../flow/own.ts';
import { advance, goOn, resumeBelow } from './advance.ts';
import { requireAssurance } from './call-action.ts';
import { flowPhrase } from './flow-phrases.ts';
import type { PolicyEvent } from './policy-types.ts';
import { unblock } from './resume-blocked.ts';
import {
  closeFlow,
  flowPhraseOut,
  handOver,
  newId,
  offerPerson,
  type Run,
  type Standing,
  standing,
  stepOf,
} from './run.ts';
import { setSlot } from './slot-values.ts';
import { resultValue } from './value-label.ts';

type Result = Extract<PolicyEvent, { type: 'action-result' }>;

/** What the institution's answer does. One that nobody waits for changes nothing. */
export function handleResult(run: Run, event: Result): void {
  const at = standing(run);
  const call = at?.open.call;
  if (at === undefined || call === undefined) return;
  delete at.open.call;
  if (event.code === 'assurance_required' && event.outcome === 'failed') {
    proveAgain(run, at);
    return;
  }
  if (call.for === 'source') {
    takeOptions(run, at, call.slot, event);
    return;
  }
  if (call.for === 'send-code') {
    offerCode(run, at, event);
    return;
  }
  if (call.for === 'check-code') {
    takeCode(run, at, call, event);
    return;
  }
  const step = stepOf(at);
  if (step !== undefined && 'action' in step) takeResult(run, at, step, event);
  else advance(run);
}

/** The customer's assurance ran out between the decision and the call. */
function proveAgain(run: Run, at: Standing): void {
  if (requireAssurance(run, at, run.input.assurance === 'anonymous' ? 'verified' : 'stepped-up')) {
    flowPhraseOut(run, 'not_possible');
    handOver(run, 'the institution asks for more assurance');
  }
}

const mostOptions = 12;
const longestOption = 80;

function takeOptions(run: Run, at: Standing, slot: string, event: Result): void {
  if (event.outcome !== 'done') {
    giveUp(run, 'unavailable');
    return;
  }
  const options = readOptions(event.result);
  if (options.length === 0) {
    giveUp(run, 'no_options');
    return;
  }
  at.open.options = { ...at.open.options, [slot]: options };
  advance(run);
}

/** Options as they are shown: few, short, and each with a value of its own. */
function readOptions(result: Readonly<Record<string, unknown>> | undefined): Option[] {
  const listed: unknown = result?.options;
  if (!Array.isArray(listed)) return [];
  const options = listed.flatMap((entry: unknown) => {
    const { value, label } = (typeof entry === 'object' && entry !== null ? entry : {}) as Partial<Option>;
    if (typeof value !== 'string' || value === '' || value.length > longestOption || typeof label !== 'string')
      return [];
    return [{ value, label: label.slice(0, longestOption) }];
  });
  return [...new Map(options.map((option) => [option.value, option])).values()].slice(0, mostOptions);
}

/** Nothing was changed, and nothing can be done here: the flow ends, the one below goes on. */
function giveUp(run: Run, reason: 'unavailable' | 'no_options' | 'not_possible'): void {
  flowPhraseOut(run, reason);
  offerPerson(run);
  closeFlow(run);
  if (!resumeBelow(run)) advance(run);
}

function takeResult(run: Run, at: Standing, step: ActionStep, event: Result): void {
  const write = own(run.input.actions, step.action)?.effect === 'write';
  if (event.outcome === 'done') {
    if (write) at.open.effect = true;
    save(run, at, step, event.result);
    goOn(at, step.go === undefined ? { type: 'next' } : { type: 'go', to: step.go });
    advance(run);
    return;
  }
  const code = event.outcome === 'failed' ? (event.code ?? 'failed') : event.outcome;
  // Whether it took effect is not known: words for a plain failure would be a lie.
  const uncertain = write && event.outcome !== 'failed';
  const to = own(step.fails, code) ?? (uncertain ? undefined : own(step.fails, 'default'));
  if (to !== undefined) {
    goOn(at, { type: 'go', to });
    advance(run);
    return;
  }
  if (!uncertain) {
    giveUp(run, event.outcome === 'failed' ? 'not_possible' : 'unavailable');
    return;
  }
  flowPhraseOut(run, 'unknown_outcome');
  handOver(run, `outcome of ${step.action} unknown`);
}

function save(run: Run, at: Standing, step: ActionStep, result: Readonly<Record<string, unknown>> | undefined): void {
  const { confirmed } = at.open;
  for (const [name, path] of Object.entries(step.saves)) {
    const value = resultValue(lookUp(result, path), run.language);
    if (value !== undefined) setSlot(at, name, { ...value, from: 'action' });
  }
  // What an action saves was checked at import: an effect that sends it needs a confirmation of its own.
  at.open.confirmed = confirmed;
}

function lookUp(result: unknown, path: string): unknown {
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>(
      (found, key) =>
        typeof found === 'object' && found !== null && Object.hasOwn(found, key)
          ? (found as Record<string, unknown>)[key]
          : undefined,
      result,
    );
}

function offerCode(run: Run, at: Standing, event: Result): void {
  if (event.outcome !== 'done') {
    flowPhraseOut(run, 'code_unavailable');
    handOver(run, 'no one-time code could be sent');
    return;
  }
  const digits = Number(event.result?.digits ?? 6);
  const { codeAttempts } = run.input.settings;
  flowPhraseOut(run, 'code_sent');
  offerSecret(run, at, { digits: digits >= 4 && digits <= 8 ? Math.trunc(digits) : 6, attemptsLeft: codeAttempts });
}

function offerSecret(
  run: Run,
  { open }: Standing,
  { digits, attemptsLeft }: { digits: number; attemptsLeft: number },
): void {
  const { now, settings } = run.input;
  const interaction: Interaction = {
    type: 'secret',
    id: newId(run),
    purpose: 'step-up',
    label: flowPhrase('code_label', run.language),
    digits,
    attemptsLeft,
    expiresAt: new Date(now + settings.codeMinutes * 60_000).toISOString(),
  };
  open.waiting = interaction;
  open.asking = [];
  run.out.push({ type: 'offer', interaction });
}

function takeCode(run: Run, at: Standing, call: { attemptsLeft: number; digits: number }, event: Result): void {
  if (event.outcome === 'done') {
    unblock(at);
    advance(run);
    return;
  }
  if (event.outcome !== 'failed') {
    flowPhraseOut(run, 'code_unavailable');
    handOver(run, 'the one-time code could not be checked');
    return;
  }
  const left = call.attemptsLeft - 1;
  if (left <= 0) {
    flowPhraseOut(run, 'code_used_up');
    handOver(run, 'wrong one-time codes');
    return;
  }
  flowPhraseOut(run, 'code_wrong', { left: String(left) });
  offerSecret(run, at, { digits: call.digits, attemptsLeft: left });
}
