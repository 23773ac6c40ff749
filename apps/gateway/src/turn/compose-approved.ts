import { createSentenceSplitter } from '@guichet/guardrails/sentence-splitter';
import type { DegradedReason } from '@guichet/protocol/message';
import type { KnowledgeArticle } from '@guichet/services/release/load-knowledge';
import { type ComposedText, noUsage, toSource } from './composition.ts';

/** The articles' own words, sentence by sentence. Where there are several, each stands under its title. */
export async function* composeApproved(
  articles: readonly KnowledgeArticle[],
  degradedReason?: DegradedReason,
): ComposedText {
  const splitter = createSentenceSplitter();
  yield* splitter.push(approvedText(articles));
  yield* splitter.flush();
  return { composition: 'approved', sources: articles.map(toSource), degradedReason, usage: noUsage };
}

/** The short form first: it answers by itself. */
export function approvedText(articles: readonly KnowledgeArticle[]): string {
  return articles
    .map(({ title, summary, body }) => `${articles.length > 1 ? `**${title}**\n\n` : ''}${summary}\n\n${body}`)
    .join('\n\n');
}
