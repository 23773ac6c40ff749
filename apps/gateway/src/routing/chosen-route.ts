import { asksForPerson } from '@guichet/dialogue/decide';
import type { Language } from '@guichet/protocol/language';
import type { ExplainedRoute } from '@guichet/protocol/route';
import type { KnowledgeArticle } from '@guichet/services/release/load-knowledge';
import { emptySlots } from './empty-slots.ts';

/** The route of a quick reply: the customer has chosen an article, and nothing is left to guess. */
export function chosenRoute({ language, intents, expert, title }: KnowledgeArticle): ExplainedRoute {
  return {
    ...certain(language, intents[0], `The message is the title of the article "${title}".`),
    experts: expert === 'base' ? [] : emptySlots([{ name: expert, gate: 1 }]),
  };
}

/** The route of a message that is nothing but a call for a person; `undefined` for any other. It needs no model, and so never fails. */
export function personRoute(text: string, language: Language): ExplainedRoute | undefined {
  return asksForPerson(text) ? certain(language, 'talk_to_human', 'The message asks for a person.') : undefined;
}

/** The route of an answered interaction: the flow that asked knows what it is about. */
export function flowRoute(language: Language, intent: string | undefined): ExplainedRoute {
  return certain(language, intent, 'The message answers what was asked.');
}

function certain(language: Language, intent: string | undefined, summary: string): ExplainedRoute {
  const reasons = {
    rejectScore: 0,
    abstained: false,
    urgent: false,
    complaint: false,
    summary,
    routerVersion: 'words',
  };
  const intents = intent === undefined ? [] : [{ intent, confidence: 1 }];
  return { language, intents, rejected: false, experts: [], tier: 'edge', reasons };
}
