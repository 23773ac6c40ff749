import { own } from '../flow/own.ts';
import { advance } from './advance.ts';
import type { Correction } from './find-correction.ts';
import { slotLabel } from './kind-names.ts';
import { faultPhrase } from './miss.ts';
import { repeatQuestion } from './repeat-question.ts';
import { flowPhraseOut, offerPerson, type Run, type Standing } from './run.ts';
import { dropSlot, readValue, setSlot, withdrawQuestion } from './slot-values.ts';

/**
 * Changes a value and walks on from its question: what was asked after it counts again only where the flow still comes by it. After an
 * effect nothing is changed any more.
 */
export function correct(run: Run, at: Standing, { slot: name, words }: Correction): void {
  const { open, flow } = at;
  const slot = own(flow.slots, name);
  if (slot === undefined) return;
  if (open.effect) {
    flowPhraseOut(run, 'already_done');
    offerPerson(run);
    repeatQuestion(run, at);
    return;
  }
  withdrawQuestion(run, at);
  open.misses = 0;
  const parsed =
    words === null || (slot.source !== undefined && own(open.options ?? {}, name) === undefined)
      ? null
      : readValue(run, at, name, words);
  if (parsed === null || 'fault' in parsed) {
    dropSlot(open, name);
    if (words !== null && slot.source !== undefined) open.heard = words;
    if (parsed !== null) flowPhraseOut(run, faultPhrase(parsed.fault, slot.kind));
  } else {
    setSlot(at, name, { ...parsed, from: 'said' });
    flowPhraseOut(run, 'corrected', { label: slotLabel(slot, run.language), value: parsed.label });
  }
  goBackTo(at, name);
  open.confirmed = null;
  advance(run);
}

/** Back to the question of that slot, where the flow has passed it. Later answers are kept, and count when they are come by again. */
function goBackTo({ open, flow }: Standing, name: string): void {
  const here = flow.steps.findIndex(({ id }) => id === open.step);
  const question = flow.steps.findIndex((step) => 'ask' in step && step.ask.includes(name));
  if (question < 0 || question > here) return;
  open.step = flow.steps[question]?.id ?? open.step;
  for (const step of flow.steps.slice(question + 1)) {
    for (const later of 'ask' in step ? step.ask : []) {
      const value = own(open.slots, later);
      if (value !== undefined) value.stale = true;
    }
  }
}
