import type { Article } from '@guichet/protocol/article';

// About 150 tokens in either language: long enough to answer from, short enough that three fit a small model's window.
const longest = { en: 600, zh: 240 } as const;

/** The pieces of an article that search finds and answers are composed from: its summary first, then its body by paragraphs. */
export function splitPassages({ summary, body, language }: Pick<Article, 'summary' | 'body' | 'language'>): string[] {
  const passages: string[] = [];
  for (const paragraph of body.split(/\n\s*\n/).map((text) => text.trim())) {
    if (paragraph === '') continue;
    const last = passages.at(-1);
    if (last !== undefined && last.length + paragraph.length < longest[language]) {
      passages[passages.length - 1] = `${last}\n\n${paragraph}`;
    } else passages.push(paragraph);
  }
  return [summary, ...passages];
}
