import type { Article, ArticleFile, ImportReport } from '@guichet/protocol/article';
import { language } from '@guichet/protocol/language';
import { parseArticle } from './parse-article.ts';

export type FileReport = ImportReport['files'][number];

export interface CheckedArticles {
  /** Approved articles, in the order of their ids and languages. Complete only where no file is invalid. */
  articles: Article[];
  files: FileReport[];
  valid: boolean;
}

/** Checks a tenant's article files, each by itself and all together. Only approved articles come out; others are reported as skipped. */
export function checkArticles(files: readonly ArticleFile[]): CheckedArticles {
  const read = files.map((file) => ({ path: file.path, ...parseArticle(file) }));
  const parsed = read.flatMap((entry) => ('article' in entry ? [entry] : []));
  const reports = read.map((entry): FileReport => {
    if ('fault' in entry) return { path: entry.path, status: 'invalid', message: entry.fault };
    const fault = faultAmong(
      entry.article,
      parsed.map((other) => other.article),
    );
    if (fault !== null) return { path: entry.path, status: 'invalid', message: fault };
    if (entry.article.state === 'approved') return { path: entry.path, status: 'imported' };
    return { path: entry.path, status: 'skipped', message: `The article is ${entry.article.state}.` };
  });
  const articles = parsed
    .map((entry) => entry.article)
    .filter((article) => article.state === 'approved')
    .sort((a, b) => (`${a.id} ${a.language}` < `${b.id} ${b.language}` ? -1 : 1));
  return { articles, files: reports, valid: reports.every((report) => report.status !== 'invalid') };
}

function faultAmong(article: Article, all: readonly Article[]): string | null {
  const versions = all.filter((other) => other.id === article.id);
  if (versions.filter((other) => other.language === article.language).length > 1) {
    return `Two files hold the article "${article.id}" in the language "${article.language}".`;
  }
  const missing = language.options.find((wanted) => !versions.some((other) => other.language === wanted));
  if (missing !== undefined) return `The article "${article.id}" has no file in the language "${missing}".`;
  if (versions.some((other) => other.state !== article.state)) {
    return `The language versions of "${article.id}" are in different states.`;
  }
  return versions.some((other) => other.expert !== article.expert || other.legal !== article.legal)
    ? `The language versions of "${article.id}" differ in expert or legal.`
    : null;
}
