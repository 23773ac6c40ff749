import type { Article } from '@guichet/protocol/article';
import type { Language } from '@guichet/protocol/language';
import { indexTerms } from '../passage/search-terms.ts';
import { sha256 } from '../security/sha256.ts';
import { splitPassages } from './split-passages.ts';

export interface NewPassage {
  id: string;
  articleId: string;
  language: Language;
  position: number;
  text: string;
  textHash: string;
  terms: string;
}

export interface PreparedRelease {
  /** Hash of tenant and content: the same files give the same release. */
  id: string;
  articles: Article[];
  passages: NewPassage[];
}

/** A release as it will be stored. The articles must come in a fixed order. */
export async function prepareRelease(tenantId: string, articles: Article[]): Promise<PreparedRelease> {
  const id = await sha256(JSON.stringify([tenantId, articles.map(canonical)]));
  const passages = await Promise.all(articles.flatMap(passagesOf));
  return { id, articles, passages };
}

/** Only what an answer can show or be decided by: a new review date makes no new release. */
function canonical(article: Article): unknown[] {
  const { id, version, language, expert, intents, legal, title, summary, body } = article;
  return [id, version, language, expert, intents, legal, title, summary, body];
}

function passagesOf(article: Article): Promise<NewPassage>[] {
  const { id: articleId, language, title } = article;
  return splitPassages(article).map(async (text, position) => ({
    id: `${articleId}.${language}.${position}`,
    articleId,
    language,
    position,
    text,
    textHash: await sha256(`${title}\n${text}`),
    terms: indexTerms(`${title} ${text}`),
  }));
}
