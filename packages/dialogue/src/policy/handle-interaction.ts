import type { Interaction } from '@guichet/protocol/interaction';
import { own } from '../flow/own.ts';
import { advance } from './advance.ts';
import { callAction, sendCode } from './call-action.ts';
import { answerConfirm } from './confirm.ts';
import { faultPhrase, miss } from './miss.ts';
import type { InteractionEvent } from './policy-types.ts';
import { isOver, repeatQuestion } from './repeat-question.ts';
import { resumeLostCall } from './resume-lost-call.ts';
import { flowPhraseOut, newId, type Run, type Standing, standing } from './run.ts';
import { markAnswered, readValue, rememberUsed, setSlot, skipValue, withdrawQuestion } from './slot-values.ts';

/** What an answered interaction does. One that is not the open one changes nothing. */
export function handleInteraction(run: Run, event: InteractionEvent): void {
  const at = standing(run);
  if (at !== undefined && resumeLostCall(run, at)) return;
  const waiting = at?.open.waiting;
  if (at === undefined || waiting?.id !== event.id) {
    flowPhraseOut(run, 'interaction_gone');
    if (at !== undefined && !repeatQuestion(run, at)) advance(run);
    return;
  }
  if (waiting.type === 'confirm' && event.confirmed !== undefined) {
    answerConfirm(run, at, event.confirmed);
    return;
  }
  if (waiting.type === 'choice' && event.value !== undefined) {
    answerChoice(run, at, waiting, event.value);
    return;
  }
  if (waiting.type === 'form' && event.values !== undefined) {
    answerForm(run, at, waiting, event.values);
    return;
  }
  if (waiting.type === 'secret' && event.code !== undefined) {
    answerCode(run, at, waiting, event.code);
    return;
  }
  miss(run, at, 'not_understood');
}

function answerChoice(run: Run, at: Standing, waiting: Extract<Interaction, { type: 'choice' }>, value: string): void {
  const [name] = at.open.asking;
  const option = waiting.options.find((offered) => offered.value === value);
  if (name === undefined || option === undefined) {
    offerAgain(run, at, () => miss(run, at, 'not_offered'));
    return;
  }
  const skipped = value === skipValue && own(at.flow.slots, name)?.optional === true;
  markAnswered(run, at);
  setSlot(at, name, skipped ? { value: '', label: '', from: 'skipped' } : { ...option, from: 'chosen' });
  advance(run);
}

/** All fields or none: what is wrong is said in its field, with what was given. */
function answerForm(
  run: Run,
  at: Standing,
  waiting: Extract<Interaction, { type: 'form' }>,
  values: Record<string, string>,
): void {
  const read = waiting.fields.map((field) => {
    const text = (own(values, field.name) ?? '').trim();
    return { field, text, parsed: text === '' && !field.required ? null : readValue(run, at, field.name, text) };
  });
  if (read.every(({ parsed }) => parsed === null || 'value' in parsed)) {
    markAnswered(run, at);
    for (const { field, parsed } of read) {
      const given =
        parsed !== null && 'value' in parsed
          ? { ...parsed, from: 'chosen' as const }
          : { value: '', label: '', from: 'skipped' as const };
      setSlot(at, field.name, given);
    }
    advance(run);
    return;
  }
  const [fault] = read.flatMap(({ field, parsed }) =>
    parsed !== null && 'fault' in parsed ? [faultPhrase(parsed.fault, field.kind)] : [],
  );
  rememberUsed(run, waiting.id);
  const fields = read.map(({ field, text }) => (text === '' ? field : { ...field, value: text.slice(0, 500) }));
  at.open.waiting = { ...waiting, id: newId(run), fields };
  miss(run, at, fault ?? 'not_understood');
}

function answerCode(run: Run, at: Standing, waiting: Extract<Interaction, { type: 'secret' }>, code: string): void {
  rememberUsed(run, waiting.id);
  delete at.open.waiting;
  if (isOver(waiting, run.input.now)) {
    sendCode(run, at);
    return;
  }
  const { attemptsLeft, digits } = waiting;
  at.open.call = { for: 'check-code', attemptsLeft, digits };
  callAction(run, {
    action: 'identity.check_code',
    fields: { code: code.replace(/\D/g, '').slice(0, 12) },
    interactionId: waiting.id,
  });
}

/** The old offer was answered, if wrongly: it comes back under a new id. */
function offerAgain(run: Run, at: Standing, then: () => void): void {
  const { waiting } = at.open;
  if (waiting !== undefined) {
    rememberUsed(run, waiting.id);
    at.open.waiting = { ...waiting, id: newId(run) };
  }
  then();
  if (standing(run)?.open !== at.open) withdrawQuestion(run, at);
}
