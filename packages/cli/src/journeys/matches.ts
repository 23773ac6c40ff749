/** Whether a text holds what a journey expects: these words, capitals or not, or between slashes a regular expression. */
export function matches(text: string, pattern: string): boolean {
  const expression = /^\/(.+)\/([a-z]*)$/s.exec(pattern);
  if (expression !== null)
    return new RegExp(expression[1] ?? '', expression[2] === '' ? 'iu' : expression[2]).test(text);
  return plain(text).includes(plain(pattern));
}

/** Quotation marks and spaces have several shapes; the words are what counts. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, ' ');
}
