export interface SentenceSplitter {
  /** Takes the next piece of text and gives back the sentences it completed, white space after them included. */
  push(delta: string): string[];
  /** What is left, at the end of the text. */
  flush(): string[];
}

// A sentence ends at a line end, at Chinese end marks, or at . ! ? before a space; what follows must have been seen to know.
const sentenceEnd = /(?:[。！？…]+["”’」』）)]*|[.!?]+["”’)\]]*(?=\s)|\n)\s*(?=\S)/gu;
const abbreviation = /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|no|mr|mrs|ms|dr|st|approx|\d+)\.$/i;

/** Cuts a growing text into sentences. The pieces joined are exactly the text. */
export function createSentenceSplitter(): SentenceSplitter {
  let pending = '';
  return {
    push(delta) {
      pending += delta;
      const { sentences, rest } = cut(pending);
      pending = rest;
      return sentences;
    },
    flush() {
      const rest = pending;
      pending = '';
      return rest === '' ? [] : [rest];
    },
  };
}

function cut(text: string): { sentences: string[]; rest: string } {
  const sentences: string[] = [];
  let start = 0;
  for (const match of text.matchAll(sentenceEnd)) {
    const end = match.index + match[0].length;
    const sentence = text.slice(start, end);
    if (abbreviation.test(sentence.trimEnd()) && !match[0].includes('\n')) continue;
    sentences.push(sentence);
    start = end;
  }
  return { sentences, rest: text.slice(start) };
}
