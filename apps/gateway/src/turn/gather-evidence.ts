import type { ArticleReference, Evidence } from '@guichet/dialogue/evidence';
import type { Language } from '@guichet/protocol/language';
import { fuseRanks } from '@guichet/services/passage/fuse-ranks';
import { nearestPassages } from '@guichet/services/passage/nearest-passages';
import type { SearchHit } from '@guichet/services/passage/search-passages';
import type { KnowledgeArticle, KnowledgePassage } from '@guichet/services/release/load-knowledge';
import type { KnowledgeIndex } from '../knowledge/knowledge-index.ts';
import type { RoutedMessage } from '../routing/route-message.ts';

export interface GatheredEvidence extends Evidence {
  /** Passages by words and meaning together, best first, in the customer's language. */
  passages: readonly KnowledgePassage[];
}

export interface GatherInput {
  index: KnowledgeIndex;
  hits: readonly SearchHit[];
  routed: RoutedMessage;
  titled: KnowledgeArticle | undefined;
}

const mostNearest = 16;
const mostArticles = 5;

/** What the knowledge base offers for a routed message. */
export function gatherEvidence({ index, hits, routed, titled }: GatherInput): GatheredEvidence {
  const { language } = routed.route;
  const passages = rankPassages({ index, hits, routed, language });
  const articles = [...new Set(passages.map((passage) => passage.articleId))]
    .map((id) => index.article(id, language))
    .filter((article) => article !== undefined)
    .slice(0, mostArticles);
  return {
    articleFor: (intent) => toReference(index.articleFor(intent, language)),
    titled: toReference(titled),
    retrieved: articles.map(({ id, title }) => ({ articleId: id, title })),
    passages,
  };
}

function rankPassages(input: Omit<GatherInput, 'titled'> & { language: Language }): KnowledgePassage[] {
  const { index, hits, routed, language } = input;
  const byWords = hits.filter((hit) => hit.language === language).map((hit) => hit.passageId);
  const byMeaning =
    routed.embedding === null
      ? []
      : nearestPassages({
          knowledge: index.knowledge,
          embedding: routed.embedding.vector,
          model: routed.embedding.model,
          among: (passage) => passage.language === language,
          limit: mostNearest,
        }).map((passage) => passage.id);
  return fuseRanks([byMeaning, byWords])
    .map((id) => index.passage(id))
    .filter((passage) => passage !== undefined);
}

function toReference(article: KnowledgeArticle | undefined): ArticleReference | undefined {
  return article === undefined ? undefined : { articleId: article.id, title: article.title };
}
