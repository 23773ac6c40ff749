import { assuranceSuffices } from '@guichet/protocol/assurance';
import { advance } from './advance.ts';
import { sendCode } from './call-action.ts';
import { miss } from './miss.ts';
import { isOver, repeatQuestion } from './repeat-question.ts';
import { flowPhraseOut, type Run, type Standing } from './run.ts';

const codeLike = /<(?:CODE|SECRET)(?:_\d+)?>|^\W*(?:\p{Nd}[\s\-.]?){4,8}\W*$/u;

/** A message to a flow that stands still for a sign-in or a code: it goes on where that is there now. */
export function resumeBlocked(
  run: Run,
  at: Standing,
  { mayDigress, text }: { mayDigress(): boolean; text: string },
): void {
  const { open } = at;
  if (open.blocked !== undefined && assuranceSuffices(run.input.assurance, open.blocked)) {
    unblock(at);
    advance(run);
    return;
  }
  if (open.waiting?.type === 'secret') {
    answerBesideCode(run, at, { mayDigress, text });
    return;
  }
  if (!mayDigress()) miss(run, at, 'still_signed_out');
}

/** The customer has proven enough: nothing stands in the way. */
export function unblock({ open }: Standing): void {
  delete open.blocked;
  delete open.waiting;
  open.misses = 0;
}

function answerBesideCode(run: Run, at: Standing, { mayDigress, text }: { mayDigress(): boolean; text: string }): void {
  if (at.open.waiting !== undefined && isOver(at.open.waiting, run.input.now)) {
    delete at.open.waiting;
    sendCode(run, at);
  } else if (codeLike.test(text)) {
    flowPhraseOut(run, 'code_in_field');
    repeatQuestion(run, at);
  } else if (!mayDigress()) {
    miss(run, at, 'not_understood');
  }
}
