import type { FieldKind } from '@guichet/protocol/interaction';
import type { SlotFault } from '../slots/found-slots.ts';
import type { FlowPhraseName } from './flow-phrases.ts';
import { repeatQuestion } from './repeat-question.ts';
import { flowPhraseOut, handOver, offerPerson, type Run, type Standing } from './run.ts';

// The first miss is asked again, the second one offers a person, the third one is theirs.
const offersPersonAt = 2;
const handsOverAt = 3;

/** An answer that did not help: says why and asks again, then offers a person, then hands over. */
export function miss(run: Run, at: Standing, reason: FlowPhraseName): void {
  at.open.misses += 1;
  if (at.open.misses >= handsOverAt) {
    handOver(run, `the flow ${at.flow.flow} was not understood`);
    return;
  }
  flowPhraseOut(run, reason);
  if (at.open.misses >= offersPersonAt) {
    flowPhraseOut(run, 'offer_person');
    offerPerson(run);
  }
  repeatQuestion(run, at);
}

const byKind: Partial<Record<FieldKind, FlowPhraseName>> = { money: 'not_money', date: 'not_date', time: 'not_time' };

/** What to say to a value that is none. */
export function faultPhrase(fault: SlotFault, kind: FieldKind): FlowPhraseName {
  if (fault === 'empty' || fault === 'not_understood') {
    return byKind[kind] ?? (kind === 'text' ? 'too_short' : 'not_offered');
  }
  return fault;
}
