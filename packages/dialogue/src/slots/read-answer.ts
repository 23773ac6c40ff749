import { cancelWords, fillerWords, noWords, yesWords } from './yes-no-words.ts';

type Kind = 'yes' | 'no' | 'cancel';

/** What a whole message says where it is nothing but a yes, a no or a calling-off. */
export interface ReadAnswer {
  yesNo: 'yes' | 'no' | null;
  cancel: boolean;
}

const none: ReadAnswer = { yesNo: null, cancel: false };
const longestAnswer = 80;
const particles = /[的吧啊呀啦嘛呢哦噢喔嘞滴哒喇㗎咯]+$/u;
const somethingElse =
  /^(?:(?:no[, ]+)?(?:something else|anything else|other|others|none of (?:these|those|them|the above)|neither(?: of (?:them|these|those))?|not (?:any of )?(?:these|those)|another (?:thing|question|one)|different question)|(?:都不是|都不对|都唔係|都唔系|都唔啱|以上都不是|其他|其它|别的|別的|其他问题|别的问题|另外的|第二样|第二啲)(?:,?我想问别的)?)[.!。！]*$/;

/** Reads folded text. A message that says both, or anything beside, says neither: "no wait" and 不是不要 stay open. */
export function readAnswer(folded: string): ReadAnswer {
  const text = folded.trim();
  if (text.length === 0 || text.length > longestAnswer) return none;
  const kinds = text.split(/[,.!?;:，。！？；、…~～\n]+/u).flatMap((part) => kindsOf(part.trim()));
  if (kinds.length === 0 || kinds.includes(null)) return none;
  const said = new Set(kinds);
  const cancel = said.has('cancel') && !said.has('yes');
  if (said.has('yes') && said.size > 1) return none;
  return { yesNo: said.has('yes') ? 'yes' : said.has('no') ? 'no' : null, cancel };
}

/** Whether a message says that none of what was offered is meant. */
export function isSomethingElse(folded: string): boolean {
  return somethingElse.test(folded.trim());
}

function kindsOf(part: string): (Kind | null)[] {
  if (part === '') return [];
  const kind = kindOf(part) ?? kindOf(part.replace(particles, '')) ?? kindOf(part.replace(/了$/u, ''));
  if (kind !== undefined) return [kind];
  const stripped = withoutFillers(part);
  if (stripped === '') return [];
  const known = kindOf(stripped) ?? kindOf(stripped.replace(particles, ''));
  if (known !== undefined) return [known];
  return repeated(stripped);
}

function kindOf(part: string): Kind | undefined {
  if (cancelWords.has(part)) return 'cancel';
  if (noWords.has(part)) return 'no';
  return yesWords.has(part) ? 'yes' : undefined;
}

/** "yes that's right", "no forget it", 好好好: several answers in a row, the longest words of each first. */
function repeated(part: string): (Kind | null)[] {
  if (/^(.)\1+$/u.test(part)) return [kindOf([...part][0] ?? '') ?? null];
  if (/\b(?:don'?t|do not|not|never)\b.*\b(?:cancel|stop|quit|abort)/.test(part)) return [null];
  const words = part.split(/\s+/);
  const kinds: (Kind | null)[] = [];
  for (let at = 0; at < words.length; ) {
    const taken = longestAnswerAt(words, at);
    if (taken === undefined) return [null];
    kinds.push(taken.kind);
    at += taken.count;
  }
  return kinds;
}

function longestAnswerAt(words: readonly string[], at: number): { kind: Kind; count: number } | undefined {
  for (let count = Math.min(7, words.length - at); count > 0; count -= 1) {
    const kind = kindOf(words.slice(at, at + count).join(' '));
    if (kind !== undefined) return { kind, count };
  }
  return undefined;
}

function withoutFillers(part: string): string {
  if (/[a-z]/.test(part)) {
    const words = part.split(/\s+/).filter((word) => !fillerWords.has(word));
    return words.join(' ');
  }
  let text = part.replace(/\s+/g, '');
  for (const filler of fillerWords) {
    if (text.startsWith(filler) && text !== filler && /\p{Script=Han}/u.test(filler) && filler.length > 1)
      text = text.slice(filler.length);
    if (text.endsWith(filler) && text !== filler && /\p{Script=Han}/u.test(filler) && filler.length > 1)
      text = text.slice(0, -filler.length);
  }
  text = text.replace(/^(?:那就|那|就|我|请|請|哦|噢|啊|呃|额|嗯)+(?=.)/u, '');
  return fillerWords.has(text) ? '' : text;
}
