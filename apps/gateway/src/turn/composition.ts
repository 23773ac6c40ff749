import type { DegradedReason, Reply, Source, Usage } from '@guichet/protocol/message';
import type { KnowledgeArticle } from '@guichet/services/release/load-knowledge';

/** How an answer's text came about; the text itself was given out piece by piece. */
export interface Composition {
  composition: Reply['composition'];
  sources: Source[];
  degradedReason: DegradedReason | undefined;
  usage: Usage;
}

/** A text in pieces, with its account at the end. */
export type ComposedText = AsyncGenerator<string, Composition>;

export const noUsage = { promptTokens: 0, completionTokens: 0 };

/** An article as the source shown under an answer. */
export function toSource({ id, version, title }: KnowledgeArticle): Source {
  return { articleId: id, version, title };
}
