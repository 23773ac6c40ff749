import type { ExplainedRoute } from '@guichet/protocol/route';
import type { KnowledgeArticle } from '@guichet/services/release/load-knowledge';
import { emptySlots } from './empty-slots.ts';

/** The route of a quick reply: the customer has chosen an article, and nothing is left to guess. */
export function chosenRoute(article: KnowledgeArticle): ExplainedRoute {
  const { language, intents, expert, title } = article;
  return {
    language,
    intents: intents.slice(0, 1).map((intent) => ({ intent, confidence: 1 })),
    rejected: false,
    experts: expert === 'base' ? [] : emptySlots([{ name: expert, gate: 1 }]),
    tier: 'edge',
    reasons: {
      rejectScore: 0,
      abstained: false,
      urgent: false,
      complaint: false,
      summary: `The message is the title of the article "${title}".`,
      routerVersion: 'title',
    },
  };
}
