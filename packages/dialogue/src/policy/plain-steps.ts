import type { ActionStep, ConfirmStep, SayStep, WhenStep } from '../flow/flow-schema.ts';
import { own } from '../flow/own.ts';
import { fillField, fillText } from '../flow/template.ts';
import { callAction, requireAssurance } from './call-action.ts';
import { flowPhrase } from './flow-phrases.ts';
import { slotLabel } from './kind-names.ts';
import type { Move } from './move.ts';
import { flowPhraseOut, handOver, newId, type Run, type Standing, say, visibleValues } from './run.ts';
import { dropSlot } from './slot-values.ts';

const dayMs = 86_400_000;

/** Shows what will be done and asks whether to. What a correction has left behind is dropped first: it was not asked on this way. */
export function takeConfirmStep(run: Run, at: Standing, step: ConfirmStep): Move {
  const { open, flow } = at;
  dropStale(at);
  const values = visibleValues(open);
  const { settings, now } = run.input;
  open.confirmed = null;
  open.asking = [];
  delete open.heard;
  open.waiting = {
    type: 'confirm',
    id: newId(run),
    title: fillText(step.confirm.title[run.language], values),
    rows: step.confirm.rows.flatMap((name) => {
      const slot = own(flow.slots, name);
      const value = own(values, name);
      return value === undefined
        ? []
        : [{ label: slot === undefined ? name : slotLabel(slot, run.language), value: value.label }];
    }),
    confirmLabel: step.confirm.yes?.[run.language] ?? flowPhrase('yes', run.language),
    cancelLabel: flowPhrase('no', run.language),
    expiresAt: new Date(now + settings.confirmMinutes * 60_000).toISOString(),
  };
  say(run, step.confirm.title, values);
  run.out.push({ type: 'offer', interaction: open.waiting });
  return { type: 'wait' };
}

/** Has the action called. What changes something goes out only under a confirmation of just these values, or where the choice was enough. */
export function takeActionStep(run: Run, at: Standing, step: ActionStep): Move {
  const { open } = at;
  const definition = own(run.input.actions, step.action);
  if (definition === undefined) return lost(run, at);
  if (!requireAssurance(run, at, definition.assurance)) return { type: 'wait' };
  dropStale(at);
  const needsConfirmation = definition.effect === 'write' && !definition.safe;
  if (needsConfirmation && open.confirmed === null) return lost(run, at);
  const values = visibleValues(open);
  const fields = Object.entries(step.with).map(([field, template]) => [field, fillField(template, values)] as const);
  open.call = { for: 'step' };
  const claim = needsConfirmation ? open.confirmed : open.answered;
  const interactionId = definition.effect === 'read' ? null : claim;
  callAction(run, {
    action: step.action,
    fields: Object.fromEntries(fields),
    interactionId: interactionId ?? `act_${run.input.seed}`,
  });
  return { type: 'wait' };
}

/** A flow that cannot go on as its file was checked to: nobody is left standing. */
function lost(run: Run, { flow }: Standing): Move {
  flowPhraseOut(run, 'unavailable');
  handOver(run, `the flow ${flow.flow} could not go on`);
  return { type: 'wait' };
}

export function takeSayStep(run: Run, { open }: Standing, step: SayStep): Move {
  const values = visibleValues(open);
  say(run, step.say, values, step.article);
  if (step.case !== undefined) offerCase(run, step.case, values);
  return step.go === undefined ? { type: 'next' } : { type: 'go', to: step.go };
}

function offerCase(run: Run, shown: NonNullable<SayStep['case']>, values: ReturnType<typeof visibleValues>): void {
  const { language, input } = run;
  const caseNumber = fillText(shown.number, values);
  if (caseNumber === '') return;
  const promised = shown.followUpBy === undefined ? '' : fillField(shown.followUpBy, values);
  const counted =
    shown.followUpDays === undefined ? '' : new Date(input.now + shown.followUpDays * dayMs).toISOString().slice(0, 10);
  const followUpBy = promised === '' ? counted : promised;
  run.out.push({
    type: 'offer',
    interaction: {
      type: 'case',
      id: newId(run),
      caseNumber,
      title: fillText(shown.title[language], values),
      status: shown.status?.[language] ?? flowPhrase('case_received', language),
      ...(followUpBy === '' ? {} : { followUpBy }),
    },
  });
}

/** The first condition that holds. */
export function takeWhenStep({ open }: Standing, step: WhenStep): Move {
  const values = visibleValues(open);
  const met = step.when.find(({ slot, is, empty, over }) => {
    const value = own(values, slot)?.value;
    if (empty !== undefined) return (value === undefined) === empty;
    if (value === undefined) return false;
    if (over !== undefined) return Number.parseInt(value, 10) > over;
    return Array.isArray(is) ? is.includes(value) : is === value;
  });
  const to = met?.go ?? step.else;
  return to === undefined ? { type: 'next' } : { type: 'go', to };
}

function dropStale({ open }: Standing): void {
  for (const [name, slot] of Object.entries(open.slots)) if (slot.stale === true) dropSlot(open, name);
}
