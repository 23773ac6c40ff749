import type { Language } from '@guichet/protocol/language';
import type { Knowledge, KnowledgeArticle, KnowledgePassage } from '@guichet/services/release/load-knowledge';

/** A release in the ways a turn asks it. */
export interface KnowledgeIndex {
  knowledge: Knowledge;
  article(id: string, language: Language): KnowledgeArticle | undefined;
  /** The article that answers an intent first of all. */
  articleFor(intent: string, language: Language): KnowledgeArticle | undefined;
  /** The article whose title is this text; where both languages have it, the one in `preferred`. */
  titled(text: string, preferred: Language): KnowledgeArticle | undefined;
  passage(id: string): KnowledgePassage | undefined;
  passagesOf(article: KnowledgeArticle): readonly KnowledgePassage[];
}

/** Indexes a release once, for all turns that run on it. */
export function indexKnowledge(knowledge: Knowledge): KnowledgeIndex {
  const { articles, passages } = knowledge;
  const byId = new Map(articles.map((article) => [`${article.id} ${article.language}`, article]));
  const byTitle = new Map(articles.map((article) => [`${fold(article.title)} ${article.language}`, article]));
  const byIntent = new Map<string, KnowledgeArticle>();
  for (const article of articles) {
    for (const intent of article.intents) {
      const key = `${intent} ${article.language}`;
      if (!byIntent.has(key)) byIntent.set(key, article);
    }
  }
  const passageById = new Map(passages.map((passage) => [passage.id, passage]));
  const passagesByArticle = Map.groupBy(passages, (passage) => `${passage.articleId} ${passage.language}`);
  return {
    knowledge,
    article: (id, language) => byId.get(`${id} ${language}`),
    articleFor: (intent, language) => byIntent.get(`${intent} ${language}`),
    titled: (text, preferred) =>
      byTitle.get(`${fold(text)} ${preferred}`) ?? byTitle.get(`${fold(text)} ${preferred === 'en' ? 'zh' : 'en'}`),
    passage: (id) => passageById.get(id),
    passagesOf: (article) => passagesByArticle.get(`${article.id} ${article.language}`) ?? [],
  };
}

function fold(title: string): string {
  return title.normalize('NFKC').trim().toLowerCase();
}
