/** Hashed features of a text: bucket numbers and their weights, together of length 1. */
export interface Features {
  buckets: Uint32Array;
  weights: Float32Array;
}

// Longer messages say no more about their intent, and the work stays bounded.
const longestText = 600;
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const wordOrHan = /\p{Script=Han}+|[\p{L}\p{M}]+|\d+|<[A-Z_]+_\d+>/gu;
const wordWeight = 1;
const gramWeight = 0.6;

/** The text as features see it: compatibility forms folded, lower case, nothing invisible, at most 600 characters. */
export function normalizeText(text: string): string {
  return text
    .slice(0, longestText * 2)
    .normalize('NFKC')
    .replace(invisible, '')
    .toLowerCase()
    .slice(0, longestText);
}

/**
 * Words, pairs of words, and pieces of words (3 to 5 letters; 1 to 3 Chinese characters), hashed into buckets (Weinberger et al. 2009).
 * This is the only implementation: training reads its output.
 */
export function extractFeatures(text: string, bucketCount: number): Features {
  const counts = new Map<number, number>();
  const add = (name: string, weight: number) => {
    const bucket = hash(name) % bucketCount;
    counts.set(bucket, (counts.get(bucket) ?? 0) + weight);
  };
  let previous = '^';
  for (const { 0: token } of normalizeText(text).matchAll(wordOrHan)) {
    if (/\p{Script=Han}/u.test(token)) addHan(token, add);
    else addWord(token, previous, add);
    previous = token;
  }
  return toUnitLength(counts);
}

function addWord(token: string, previous: string, add: (name: string, weight: number) => void): void {
  const word = /^\d+$/.test(token) ? '#' : token;
  add(`w ${word}`, wordWeight);
  add(`p ${previous} ${word}`, wordWeight);
  const padded = `<${word}>`;
  for (let size = 3; size <= 5; size += 1) {
    for (let start = 0; start + size <= padded.length; start += 1)
      add(`c ${padded.slice(start, start + size)}`, gramWeight);
  }
}

function addHan(run: string, add: (name: string, weight: number) => void): void {
  const characters = [...run];
  for (let start = 0; start < characters.length; start += 1) {
    for (let size = 1; size <= 3 && start + size <= characters.length; size += 1) {
      add(`h ${characters.slice(start, start + size).join('')}`, size === 1 ? gramWeight : wordWeight);
    }
  }
}

function toUnitLength(counts: ReadonlyMap<number, number>): Features {
  const buckets = Uint32Array.from(counts.keys());
  const weights = Float32Array.from(counts.values(), (count) => (count > 1 ? 1 + Math.log(count) : count));
  const length = Math.hypot(...weights) || 1;
  return { buckets, weights: weights.map((weight) => weight / length) };
}

/** FNV-1a over UTF-16 units, with a final mix so that low bits can be taken. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  state ^= state >>> 15;
  state = Math.imul(state, 0x2c1b3c6d);
  return (state ^ (state >>> 13)) >>> 0;
}
