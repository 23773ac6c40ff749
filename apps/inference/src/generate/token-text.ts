import type { TextTokenizer } from '../tokenizer/load-tokenizer.ts';

export interface TokenText {
  /** The text that is certain after this token; may be empty in the middle of a character or a possible stop string. */
  push(id: number): string;
  /** What was held back. */
  flush(): string;
  /** True once a stop string has been met; nothing after it is ever given out. */
  stopped(): boolean;
}

// A character takes at most four tokens of one byte each; a longer tail of broken bytes is no character to wait for.
const longestWait = 8;

/** Turns a growing list of tokens into text, whole characters at a time, and cuts at the first stop string. */
export function createTokenText(tokenizer: TextTokenizer, stop: readonly string[]): TokenText {
  const ids: number[] = [];
  // Decoding begins a little before the first token not yet given out: a token's text depends on its left neighbours.
  let contextStart = 0;
  let shownTokens = 0;
  let held = '';
  let stopped = false;

  const release = (text: string, everything: boolean): string => {
    held += text;
    const cut = firstStop(held, stop);
    if (cut >= 0) {
      stopped = true;
      held = held.slice(0, cut);
    }
    const keep = everything || stopped ? 0 : possibleStop(held, stop);
    const sure = held.slice(0, held.length - keep);
    held = held.slice(held.length - keep);
    return sure;
  };

  const decodeNew = (evenBroken: boolean): string => {
    const known = tokenizer.decode(ids.slice(contextStart, shownTokens));
    const whole = tokenizer.decode(ids.slice(contextStart));
    const broken = whole.endsWith('\ufffd') && ids.length - shownTokens < longestWait;
    if (broken && !evenBroken) return '';
    contextStart = shownTokens;
    shownTokens = ids.length;
    return whole.slice(known.length);
  };

  return {
    push(id) {
      if (stopped) return '';
      ids.push(id);
      return release(decodeNew(false), false);
    },
    flush: () => (stopped ? '' : release(decodeNew(true).replace(/\ufffd+$/, ''), true)),
    stopped: () => stopped,
  };
}

function firstStop(text: string, stop: readonly string[]): number {
  const places = stop.map((word) => text.indexOf(word)).filter((place) => place >= 0);
  return places.length === 0 ? -1 : Math.min(...places);
}

/** Length of the longest end of the text that a stop string begins with. */
function possibleStop(text: string, stop: readonly string[]): number {
  let longest = 0;
  for (const word of stop) {
    for (let length = Math.min(word.length - 1, text.length); length > longest; length -= 1) {
      if (text.endsWith(word.slice(0, length))) longest = length;
    }
  }
  return longest;
}
