import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSentence } from '@guichet/guardrails/check-sentence';
import { createSentenceSplitter } from '@guichet/guardrails/sentence-splitter';
import { root } from '../../e2e/support/start-platform.ts';

const articleIds = ['exchange-rate', 'exchange-fees', 'exchange-in-app', 'supported-currencies'];

/** Milliseconds that the check of one sentence takes by itself, for each sentence of some articles, after a warm-up. */
export function measureCheck(): number[] {
  const passages = articleIds.map((articleId) => ({ articleId, title: articleId, text: readArticle(articleId) }));
  const splitter = createSentenceSplitter();
  const sentences = [...splitter.push(passages.map(({ text }) => text).join('\n\n')), ...splitter.flush()];
  const check = (sentence: string) =>
    checkSentence({ sentence, passages, question: 'what rate do i get for dollars', language: 'en' });
  for (const sentence of sentences) check(sentence);
  return sentences.map((sentence) => {
    const begun = performance.now();
    check(sentence);
    return performance.now() - begun;
  });
}

/** An English article's text without its head. */
function readArticle(id: string): string {
  const file = readFileSync(join(root, `content/demo-bank/articles/en/${id}.md`), 'utf8');
  return file.split('---\n').slice(2).join('---\n').trim();
}
