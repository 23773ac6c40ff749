import type { Language } from '@guichet/protocol/language';

// Words that change no meaning. "Only", "other", "before", "may" and their like do, and are not among them.
const stopWords = new Set(
  `a an and are as at be been being by can could do does for from had has have here how i if in into is it its me my of on or our out
  please shall should so some such than that the their them then there these they this those to too us was we were what when where which
  while who will with would you your yours also just`.split(/\s+/),
);

/** The words of a text that carry its meaning: stemmed lightly in English, pairs of characters in Chinese. */
export function terms(text: string, language: Language): string[] {
  const lower = text.normalize('NFKC').toLowerCase();
  return language === 'zh' ? [...chineseTerms(lower), ...latinTerms(lower)] : latinTerms(lower);
}

/** Numbers as written, with their separators; they must match to the digit. */
export function numbers(text: string): string[] {
  return [...text.normalize('NFKC').matchAll(/\d+(?:[.,:\-–]\d+)*/g)].map((match) => match[0].replace(/,/g, ''));
}

function latinTerms(lower: string): string[] {
  return [...lower.matchAll(/[a-z][a-z'’]*/g)]
    .map((match) => stem(match[0].replace(/['’].*$/, '')))
    .filter((word) => word.length > 1 && !stopWords.has(word));
}

function stem(word: string): string {
  if (stopWords.has(word) || word.length < 5) return word.replace(/(?<=..)s$/, '');
  return word
    .replace(/(?:ies|ied)$/, 'y')
    .replace(/(?:ing|ed|es|ly|s)$/, '')
    .replace(/e$/, '');
}

function chineseTerms(lower: string): string[] {
  return [...lower.matchAll(/\p{Script=Han}+/gu)].flatMap(({ 0: run }) => {
    const characters = [...run];
    return characters.length === 1
      ? []
      : characters.slice(1).map((character, index) => `${characters[index]}${character}`);
  });
}
