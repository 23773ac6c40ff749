import type { Passage } from '@guichet/protocol/generate';
import type { KnowledgeArticle, KnowledgePassage } from '@guichet/services/release/load-knowledge';
import type { KnowledgeIndex } from '../knowledge/knowledge-index.ts';

// The summary and the piece after it: a small model loses its way in more, and each costs time before the first word.
const mostPassages = 2;

/**
 * What an answer may be composed from: the chosen articles' passages in their order, filled up with what was found elsewhere.
 * Legal wording is never among it, since it may only be quoted whole.
 */
export function choosePassages(
  index: KnowledgeIndex,
  articles: readonly KnowledgeArticle[],
  found: readonly KnowledgePassage[],
): Passage[] {
  const own = articles.flatMap((article) => index.passagesOf(article));
  const others = found.filter((passage) => !articles.some((article) => article.id === passage.articleId));
  return [...own, ...others]
    .flatMap((passage) => {
      const article = index.article(passage.articleId, passage.language);
      if (article === undefined || article.legal) return [];
      return [{ articleId: article.id, title: article.title, text: passage.text }];
    })
    .slice(0, mostPassages);
}
