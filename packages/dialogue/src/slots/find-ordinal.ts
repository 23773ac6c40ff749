import { chineseNumber } from './chinese-number.ts';

const english: Readonly<Record<string, number>> = {
  first: 1,
  '1st': 1,
  former: 1,
  top: 1,
  second: 2,
  '2nd': 2,
  latter: -1,
  third: 3,
  '3rd': 3,
  fourth: 4,
  '4th': 4,
  fifth: 5,
  '5th': 5,
  sixth: 6,
  '6th': 6,
  seventh: 7,
  '7th': 7,
  eighth: 8,
  '8th': 8,
  ninth: 9,
  '9th': 9,
  tenth: 10,
  '10th': 10,
  last: -1,
  final: -1,
  bottom: -1,
  'second last': -2,
  'second to last': -2,
  'last but one': -2,
  penultimate: -2,
};
const words = Object.keys(english)
  .sort((a, b) => b.length - a.length)
  .join('|');
const things = '(?:one|card|payment|transaction|transfer|option|choice|account|item|entry|on the list|in the list)s?';
const named = new RegExp(`\\b(?:the |my )?(${words})(?: \\w{1,12})? ${things}\\b`);
const alone = new RegExp(
  `^\\s*(?:the |um |i mean |it's |its |it is )*(${words})(?: one)?(?: please| thanks)?\\s*[.!]?\\s*$`,
);
const numbered = /(?:\b(?:option|choice|number|no\.?|nr\.?)\s?|(?<![\w&])#\s?)(\d{1,2})(?![\d-])/;
const counters = '[个個张張笔筆条條项項种種款位号號]';
const chinese = new RegExp(
  `(倒数|倒數)?第\\s?(\\d{1,2}|[一二两三四五六七八九十]{1,3})(?:${counters}|(?![\\d天次年月周届代方点時时]))`,
);
const chineseWords: readonly (readonly [RegExp, number])[] = [
  [new RegExp(`最[后後尾](?:那|一|嗰)*${counters}|^最[后後]$|尾嗰${counters}|后者|後者`), -1],
  [new RegExp(`(?:头|頭|首|最前面|最上面|前面那?)(?:一|那|嗰)?${counters}|最上面的?$|前者`), 1],
];

/** Which of several is meant by its place, on folded text: "the second one" is 2, the last one -1, the last but one -2. */
export function findOrdinal(folded: string): number | null {
  const word = alone.exec(folded)?.[1] ?? named.exec(folded)?.[1];
  if (word !== undefined) return english[word] ?? null;
  const number = numbered.exec(folded)?.[1];
  if (number !== undefined) return Number(number) || null;
  const han = chinese.exec(folded);
  if (han !== null) {
    const place = chineseNumber(han[2] ?? '') ?? 0;
    return place === 0 ? null : han[1] === undefined ? place : -place;
  }
  return chineseWords.find(([pattern]) => pattern.test(folded))?.[1] ?? null;
}
