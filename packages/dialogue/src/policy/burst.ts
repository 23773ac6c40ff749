import type { DialogueState } from '../dialogue-state.ts';

// People who type in pieces send the next one within seconds; what comes later is a message of its own.
const longestPauseMs = 8_000;
const longestPiece = 80;
const longestWhole = 400;

/** A message together with the short one before it, where that one was not understood and this one came at once: one thought, in pieces. */
export function mergeBurst(
  state: Pick<DialogueState, 'burst'>,
  text: string,
  now: number,
): { text: string; merged: boolean } {
  const { burst } = state;
  if (burst === undefined || !isPiece(text) || now - burst.at > longestPauseMs || now < burst.at)
    return { text, merged: false };
  const between = /\p{Script=Han}$/u.test(burst.text) && /^\p{Script=Han}/u.test(text) ? '' : ' ';
  const whole = `${burst.text}${between}${text}`;
  return whole.length > longestWhole ? { text, merged: false } : { text: whole, merged: true };
}

/** Whether a message is short enough to be a piece of something. */
export function isPiece(text: string): boolean {
  return text.length <= longestPiece;
}
