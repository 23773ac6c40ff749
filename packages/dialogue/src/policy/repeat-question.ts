import type { Interaction } from '@guichet/protocol/interaction';
import { sayQuestion } from './ask-step.ts';
import { askToSignIn } from './call-action.ts';
import { flowPhraseOut, newId, type Run, type Standing, say, stepOf, visibleValues } from './run.ts';

/**
 * Asks the open question again; `anew` gives its interaction a new id, since the old one was closed meanwhile. Gives `false` where none is
 * open: then the flow is to be walked on.
 */
export function repeatQuestion(run: Run, at: Standing, { anew = false } = {}): boolean {
  const { open } = at;
  if (open.blocked === 'verified') {
    askToSignIn(run, at);
    return true;
  }
  if (open.waiting === undefined && open.asking.length === 0) return false;
  const step = stepOf(at);
  if (open.waiting?.type === 'secret') flowPhraseOut(run, 'code_in_field');
  else if (step !== undefined && 'ask' in step) sayQuestion(run, at, step);
  else if (step !== undefined && 'confirm' in step) say(run, step.confirm.title, visibleValues(open));
  if (open.waiting === undefined) return true;
  open.waiting = refresh(run, open.waiting, anew);
  run.out.push({ type: 'offer', interaction: open.waiting });
  return true;
}

/** The same offer; a new one where the old one ran out. */
function refresh(run: Run, waiting: Interaction, anew: boolean): Interaction {
  const { now, settings } = run.input;
  if (waiting.type !== 'confirm') return anew ? { ...waiting, id: newId(run) } : waiting;
  if (!anew && !isOver(waiting, now)) return waiting;
  return { ...waiting, id: newId(run), expiresAt: new Date(now + settings.confirmMinutes * 60_000).toISOString() };
}

/** Whether an interaction can no longer be answered. */
export function isOver(waiting: Interaction, now: number): boolean {
  return 'expiresAt' in waiting && Date.parse(waiting.expiresAt) <= now;
}
