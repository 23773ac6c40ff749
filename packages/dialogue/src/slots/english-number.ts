const small: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fourty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const scales: Readonly<Record<string, number>> = {
  thousand: 1_000,
  grand: 1_000,
  million: 1_000_000,
  mil: 1_000_000,
  billion: 1_000_000_000,
};

const word = `(?:${[...Object.keys(small), 'hundred', ...Object.keys(scales)].sort((a, b) => b.length - a.length).join('|')})`;

/** A number written in English words, as the source of a pattern: at most a dozen words. */
export const englishNumberSource = `(?:(?:half )?an? (?=hundred|thousand|grand|million|billion)|half an? (?=million|billion))?${word}(?:(?:[ -]| and )${word}){0,11}`;

/** The value of a number in English words: "two hundred and thirty", "a hundred", "half a million", "twelve". */
export function englishNumber(text: string): number | undefined {
  const words = text
    .toLowerCase()
    .split(/[\s-]+/)
    .filter((one) => one !== 'and');
  let factor = 1;
  if (words[0] === 'half') {
    factor = 0.5;
    words.shift();
  }
  if (words[0] === 'a' || words[0] === 'an') words[0] = 'one';
  const value = sumOf(words);
  return value === undefined ? undefined : value * factor;
}

function sumOf(words: readonly string[]): number | undefined {
  let total = 0;
  let section = 0;
  let last = Number.POSITIVE_INFINITY;
  for (const one of words) {
    const value = small[one];
    const scale = scales[one];
    if (value !== undefined) {
      // "twenty five" adds up, "five twenty" and "five five" do not.
      if (last <= 9 || (last < 100 && (value > 9 || last < 20))) return undefined;
      section += value;
      last = value;
    } else if (one === 'hundred') {
      section = Math.max(section, 1) * 100;
      last = 100;
    } else if (scale !== undefined) {
      total += Math.max(section, 1) * scale;
      section = 0;
      last = 1_000;
    } else return undefined;
  }
  return words.length === 0 ? undefined : total + section;
}
