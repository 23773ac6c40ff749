import type { DialogueState } from '../dialogue-state.ts';
import { foldTitle } from '../fold-title.ts';
import type { FoundSlots } from '../slots/found-slots.ts';

/** Whether a message is nothing but an answer to the open question, so that nobody need be asked what it means. */
export function isPlainAnswer({ flows }: DialogueState, text: string, found: FoundSlots): boolean {
  const open = flows.at(-1);
  if (open === undefined) return false;
  if (found.yesNo !== null || found.cancel || !/\p{L}/u.test(text)) return true;
  const { waiting } = open;
  if (waiting?.type !== 'choice') return false;
  const folded = foldTitle(text);
  return waiting.options.some(({ label }) => foldTitle(label) === folded);
}
