import type { TenantSettings } from '@guichet/protocol/tenant-settings';
import type { KnowledgeArticle } from '@guichet/services/release/load-knowledge';
import type { Services } from '../services.ts';
import { choosePassages } from './choose-passages.ts';
import { composeApproved } from './compose-approved.ts';
import { composeGenerated } from './compose-generated.ts';
import type { ComposedText } from './composition.ts';
import { generationPrompt } from './generation-prompt.ts';
import { firstSentenceMs, generationBudgetMs, reserveMs } from './limits.ts';
import { markStep } from './mark-step.ts';
import { inferenceCall, type TurnCall } from './turn-call.ts';
import type { UnderstoodTurn } from './understand-turn.ts';

export interface ComposeInput {
  understood: UnderstoodTurn;
  answers: readonly { intent: string; articleId: string }[];
}

/** The articles that a message is answered from, in the way that tenant and articles call for. */
export function composeArticles(
  services: Services,
  call: TurnCall,
  { understood, answers }: ComposeInput,
): ComposedText {
  const { index, routed } = understood;
  const articles = answers
    .map((answer) => index.article(answer.articleId, routed.route.language))
    .filter((article) => article !== undefined);
  const generated = articles.every((article) => mayGenerate(call.settings, article));
  return generated ? generate(services, call, { understood, articles }) : composeApproved(articles);
}

/** Legal wording is only ever quoted; all else as the tenant chose for the expert, or for the language. */
function mayGenerate({ answers }: TenantSettings, { legal, expert, language }: KnowledgeArticle): boolean {
  const mode = answers.experts[expert]?.[language] ?? answers.default[language];
  return !legal && mode === 'generated';
}

function generate(
  services: Services,
  call: TurnCall,
  { understood, articles }: { understood: UnderstoodTurn; articles: KnowledgeArticle[] },
): ComposedText {
  const { inference, now } = services;
  const { index, evidence, routed, text } = understood;
  const { language, experts } = routed.route;
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
