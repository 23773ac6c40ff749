import { type Article, type ArticleFile, article } from '@guichet/protocol/article';
import { expertNames, findIntent } from '@guichet/protocol/taxonomy';
import { parse } from 'yaml';

const shape = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)([\s\S]*)$/;

/** An article file as an article, or one sentence saying what is wrong with it. */
export function parseArticle(file: ArticleFile): { article: Article } | { fault: string } {
  if (!file.content.isWellFormed() || file.content.includes('\0')) {
    return { fault: 'The file is not clean text: it holds NUL or half a character.' };
  }
  const [, head, body] = shape.exec(file.content) ?? [];
  if (head === undefined || body === undefined) {
    return { fault: 'The file must begin with front matter between two lines of "---".' };
  }
  const frontMatter = readYaml(head);
  if (frontMatter === undefined)
    return { fault: 'The front matter is not valid YAML (anchors and aliases are not taken).' };
  const parsed = article.safeParse({ ...frontMatter, body: body.replaceAll('\r\n', '\n').trim() });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { fault: `${issue?.path.join('.') || 'front matter'}: ${issue?.message ?? 'wrong'}` };
  }
  const fault = unknownName(parsed.data);
  return fault === null ? { article: parsed.data } : { fault };
}

function readYaml(text: string): object | undefined {
  try {
    // Without aliases no short file can grow into a long one.
    const value: unknown = parse(text, { maxAliasCount: 0, prettyErrors: false, logLevel: 'error' });
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function unknownName({ expert, intents }: Article): string | null {
  if (!expertNames.includes(expert) && expert !== 'base') return `expert: there is no expert "${expert}"`;
  const unknown = intents.find((intent) => findIntent(intent) === undefined);
  return unknown === undefined ? null : `intents: there is no intent "${unknown}"`;
}
