import type { Language } from '@guichet/protocol/language';
import type { Choice, Decision } from '@guichet/protocol/message';
import type { ExplainedRoute } from '@guichet/protocol/route';
import { findIntent } from '@guichet/protocol/taxonomy';
import type { DialogueState } from './dialogue-state.ts';
import type { ArticleReference, Evidence } from './evidence.ts';
import { fixedChoice, isFixedChoice, type PhraseName } from './phrases.ts';

/** What of the memory concerns messages outside flows. */
export type DecideState = Pick<DialogueState, 'clarifications' | 'lastIntent'>;

export interface DecideInput {
  state: DecideState;
  route: ExplainedRoute;
  evidence: Evidence;
  /** The normalised, redacted message. */
  text: string;
}

export interface PolicyDecision {
  decision: Decision;
  /** The articles to answer from, best first; empty where a phrase answers alone. */
  answers: { intent: string; articleId: string }[];
  phrase: PhraseName | null;
  choices: Choice[];
  state: DecideState;
}

// Two questions back are patience, a third is a wall: then a person is offered.
const mostClarifications = 2;
// Matches of whole messages that must work even when every model is down.
const personWords =
  /^(?:(?:real |live )?(?:agent|human|person|representative|operator)(?: please)?|(?:转|轉|找)?人工(?:客服|服务|服務)?)[!！.。\s]*$/i;
const smallTalk = new Map<string, PhraseName>(
  (['greeting', 'thanks', 'goodbye', 'bot_identity'] as const).map((name) => [name, name]),
);
// Somebody's money is at stake now: the answer always carries the way to a person.
const urgentIntents = new Set([
  'lost_or_stolen_card',
  'compromised_card',
  'lost_or_stolen_phone',
  'scam_report',
  'card_payment_not_recognised',
  'cash_withdrawal_not_recognised',
]);

/** Whether the whole message is a call for a person, such as "agent" or "转人工". */
export function asksForPerson(text: string): boolean {
  return personWords.test(text);
}

/** What to do with a message outside any flow: answer, ask back, refuse or hand over. Pure; the same input gives the same decision. */
export function decide(input: DecideInput): PolicyDecision {
  const { route, text, evidence } = input;
  if (asksForPerson(text)) return handOver(input);
  if (isFixedChoice(text, 'other')) return askAgain(input);
  if (evidence.titled !== undefined) return answerFrom(input, evidence.titled, route.intents[0]?.intent ?? '');
  if (route.rejected) return say(input, 'refuse', 'refuse');
  const intent = route.intents[0]?.intent;
  if (intent === undefined) return askAgain(input);
  if (route.reasons.abstained && !searchAgrees(input, intent)) return clarify(input);
  if (intent === 'talk_to_human') return handOver(input);
  const courtesy = smallTalk.get(intent);
  if (courtesy !== undefined) return say(input, 'answer', courtesy);
  return answer(input, intent);
}

/** Whether a message has an intent that is answered without asking back. */
export function isSure(input: Omit<DecideInput, 'state'>): boolean {
  const { route, text, evidence } = input;
  const intent = route.intents[0]?.intent;
  if (intent === undefined || isFixedChoice(text, 'other')) return false;
  if (evidence.titled !== undefined) return true;
  return !route.rejected && (!route.reasons.abstained || searchAgrees(input, intent));
}

/** The search found, by its own means, the article of the router's first guess. */
function searchAgrees({ evidence }: Pick<DecideInput, 'evidence'>, intent: string): boolean {
  const article = evidence.articleFor(intent);
  return article !== undefined && evidence.retrieved[0]?.articleId === article.articleId;
}

function answer(input: DecideInput, intent: string): PolicyDecision {
  const article = input.evidence.articleFor(intent);
  if (article === undefined) return { ...say(input, 'handoff', 'no_article'), choices: [] };
  return answerFrom(input, article, intent);
}

function answerFrom(input: DecideInput, article: ArticleReference, intent: string): PolicyDecision {
  const urgent = urgentIntents.has(intent) || input.route.reasons.complaint;
  return {
    decision: 'answer',
    answers: [{ intent, articleId: article.articleId }],
    phrase: null,
    choices: urgent ? [fixedChoice('agent', input.route.language)] : [],
    state: { clarifications: 0, lastIntent: intent },
  };
}

function clarify(input: DecideInput): PolicyDecision {
  const { state, route } = input;
  const candidates = candidateChoices(input);
  if (candidates.length === 0 || state.clarifications >= mostClarifications) return askAgain(input);
  return {
    decision: 'clarify',
    answers: [],
    phrase: 'clarify',
    choices: [...candidates, fixedChoice('other', route.language)],
    state: { ...state, clarifications: state.clarifications + 1 },
  };
}

function askAgain(input: DecideInput): PolicyDecision {
  const { state, route } = input;
  if (state.clarifications >= mostClarifications) return handOver(input);
  return {
    decision: 'clarify',
    answers: [],
    phrase: 'unsure',
    choices: [fixedChoice('agent', route.language)],
    state: { ...state, clarifications: state.clarifications + 1 },
  };
}

/** The two likeliest readings of the message: the router's first intents, then what the search found. */
function candidateChoices({ route, evidence }: DecideInput): Choice[] {
  const routed = route.intents.slice(0, 2).map((entry) => choiceFor(entry.intent, evidence, route.language));
  const found = evidence.retrieved.slice(0, 2).map((article) => ({ label: article.title, text: article.title }));
  const distinct = new Map(
    [...routed, ...found].filter((choice) => choice !== null).map((choice) => [choice.label, choice]),
  );
  return [...distinct.values()].slice(0, 2);
}

function choiceFor(intent: string, evidence: Evidence, language: Language): Choice | null {
  const article: ArticleReference | undefined = evidence.articleFor(intent);
  if (article !== undefined) return { label: article.title, text: article.title };
  const known = findIntent(intent);
  return known === undefined || known.expert === 'base' ? null : { label: known[language], text: known[language] };
}

function handOver(input: DecideInput): PolicyDecision {
  return { ...say(input, 'handoff', 'handoff'), choices: [] };
}

function say(input: DecideInput, decision: Decision, phrase: PhraseName): PolicyDecision {
  const offersPerson = decision === 'refuse' || phrase === 'bot_identity';
  return {
    decision,
    answers: [],
    phrase,
    choices: offersPerson ? [fixedChoice('agent', input.route.language)] : [],
    state: { ...input.state, clarifications: 0 },
  };
}
