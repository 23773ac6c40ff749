import { advance, goOn, resumeBelow } from './advance.ts';
import { isOver, repeatQuestion } from './repeat-question.ts';
import { closeFlow, flowPhraseOut, type Run, type Standing, stepOf } from './run.ts';
import { markAnswered } from './slot-values.ts';

/** Takes the customer's yes or no to the open confirmation. One that ran out is asked again. */
export function answerConfirm(run: Run, at: Standing, confirmed: boolean): void {
  const { open } = at;
  const { waiting } = open;
  const step = stepOf(at);
  if (waiting?.type !== 'confirm' || step === undefined || !('confirm' in step)) return;
  if (confirmed && isOver(waiting, run.input.now)) {
    flowPhraseOut(run, 'confirm_expired');
    repeatQuestion(run, at, { anew: true });
    return;
  }
  markAnswered(run, at);
  open.confirmed = confirmed ? waiting.id : null;
  if (confirmed) {
    walk(run, at, step.go);
    return;
  }
  if (step.no !== undefined) {
    walk(run, at, step.no);
    return;
  }
  flowPhraseOut(run, open.effect ? 'cancelled_after_effect' : 'cancelled');
  closeFlow(run);
  if (!resumeBelow(run)) advance(run);
}

function walk(run: Run, at: Standing, to: string | undefined): void {
  goOn(at, to === undefined ? { type: 'next' } : { type: 'go', to });
  advance(run);
}
