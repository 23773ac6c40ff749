import type { PolicyDecision } from '@guichet/dialogue/decide';
import { phrase } from '@guichet/dialogue/phrases';
import type { ExplainedRoute } from '@guichet/protocol/route';
import type { TenantSettings } from '@guichet/protocol/tenant-settings';
import type { KnowledgeArticle } from '@guichet/services/release/load-knowledge';
import type { KnowledgeIndex } from '../knowledge/knowledge-index.ts';
import type { Services } from '../services.ts';
import { choosePassages } from './choose-passages.ts';
import { composeApproved } from './compose-approved.ts';
import { composeGenerated } from './compose-generated.ts';
import { composePhrase } from './compose-phrase.ts';
import type { ComposedText } from './composition.ts';
import type { GatheredEvidence } from './gather-evidence.ts';
import { generationPrompt } from './generation-prompt.ts';
import { firstSentenceMs, generationBudgetMs, reserveMs } from './limits.ts';
import { markStep } from './mark-step.ts';
import { inferenceCall, type TurnCall } from './turn-call.ts';

export interface ComposeInput {
  decided: PolicyDecision;
  route: ExplainedRoute;
  index: KnowledgeIndex;
  evidence: GatheredEvidence;
  /** The redacted message. */
  text: string;
}

/** The answer's text in the way that decision, tenant and articles call for. */
export function compose(services: Services, call: TurnCall, input: ComposeInput): ComposedText {
  const { decided, route, index } = input;
  const { settings } = call;
  if (decided.phrase !== null) return composePhrase(phrase(decided.phrase, settings, route.language));
  const articles = decided.answers
    .map((answer) => index.article(answer.articleId, route.language))
    .filter((article) => article !== undefined);
  if (articles.length === 0) return composePhrase(phrase('no_article', settings, route.language));
  const generated = articles.every((article) => mayGenerate(settings, article));
  return generated ? generate(services, call, { ...input, articles }) : composeApproved(articles);
}

/** Legal wording is only ever quoted; all else as the tenant chose for the expert, or for the language. */
function mayGenerate({ answers }: TenantSettings, { legal, expert, language }: KnowledgeArticle): boolean {
  const mode = answers.experts[expert]?.[language] ?? answers.default[language];
  return !legal && mode === 'generated';
}

function generate(
  services: Services,
  call: TurnCall,
  input: ComposeInput & { articles: KnowledgeArticle[] },
): ComposedText {
  const { inference, now } = services;
  const { articles, index, evidence, route, text } = input;
  const { language, experts } = route;
  const { settings } = call;
  const passages = choosePassages(index, articles, evidence.passages);
  const request = generationPrompt({ settings, language, question: text, passages, experts, sampling: call.sampling });
  const budgetMs = Math.min(generationBudgetMs, call.deadline - now() - reserveMs);
  return composeGenerated({
    settings,
    language,
    question: text,
    articles,
    passages,
    experts,
    findArticle: (id) => index.article(id, language),
    onFirstToken: () => markStep(call, services, 'firstToken'),
    generate: (signal) => inference.generate({ ...inferenceCall(call, now(), budgetMs), signal }, request),
    firstSentenceMs,
  });
}
