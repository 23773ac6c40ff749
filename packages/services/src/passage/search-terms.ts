const word = /\p{Script=Han}+|[\p{L}\p{N}]+/gu;
const hanRun = /^\p{Script=Han}+$/u;
const mostQueryTerms = 40;
// Words that stand in nearly every question and would only cost time.
const stopWords = new Set(
  `a about an and any are as at be been but by can could did do does for from had has have how i if in into is it its just me my not of
  on or our please so still than that the their them then there they this to was we were what when where which who why will with would
  yet you your`.split(/\s+/),
);

/** A text as the full-text index holds it: Latin words as they are, Chinese as pairs of characters. */
export function indexTerms(text: string): string {
  return cut(text).join(' ');
}

/** An FTS5 expression that finds passages with any of the text's words, each quoted; never empty. */
export function queryExpression(text: string): string {
  const terms = [...new Set(cut(text))].filter((term) => !stopWords.has(term)).slice(0, mostQueryTerms);
  return terms.length === 0 ? '""' : terms.map((term) => `"${term}"`).join(' OR ');
}

function cut(text: string): string[] {
  const lower = text.normalize('NFKC').toLowerCase();
  // Han is cut out of mixed runs first, so that "IBAN是什么" gives a word and pairs.
  return [...lower.replace(/(\p{Script=Han}+)/gu, ' $1 ').matchAll(word)].flatMap(({ 0: run }) =>
    hanRun.test(run) ? pairs(run) : [run],
  );
}

function pairs(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return [run];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
