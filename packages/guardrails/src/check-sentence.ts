import type { Passage } from '@guichet/protocol/generate';
import type { Language } from '@guichet/protocol/language';
import { createSentenceSplitter } from './sentence-splitter.ts';
import { numbers, terms } from './terms.ts';

export interface SentenceCheck {
  supported: boolean;
  /** The article whose passage carries the sentence. */
  articleId: string | null;
  reason: 'supported' | 'empty' | 'language' | 'link' | 'number' | 'negation' | 'terms' | 'question' | 'advice';
}

// Share of a sentence's terms found within two neighbouring sentences of one passage. Lower lets paraphrase through and, with
// it, things the article never said.
const supportedShare = 0.75;
const fewestTerms = 2;
const link = /https?:\/\/[^\s)\]]+|www\.[^\s)\]]+|!\[|<[a-z/!]/gi;
const negation = /\b(?:not|no|never|cannot|without|none|neither|nor)\b|n['’]t\b|不|没|沒|无|無|未|勿|别/i;
const advice =
  /\b(?:i|we) (?:would )?(?:recommend|advise|suggest) (?:that )?(?:you )?(?:buy|sell|invest|hold)|guaranteed (?:return|profit)|(?:建议|推荐)您?(?:买入|卖出|购买|投资)|保证(?:收益|赚)/i;
const han = /\p{Script=Han}/gu;

/**
 * Whether a generated sentence is carried by one of the passages: same numbers, same links, same polarity, and three quarters of
 * its words within two neighbouring sentences. Deliberately strict: what fails is replaced by the approved text.
 */
export function checkSentence(input: {
  sentence: string;
  passages: readonly Passage[];
  language: Language;
}): SentenceCheck {
  const { sentence, passages, language } = input;
  const fault = plainFault(sentence, language);
  if (fault !== null) return { supported: false, articleId: null, reason: fault };
  let nearest: SentenceCheck['reason'] = 'terms';
  for (const passage of passages) {
    const reason = checkAgainst(sentence, passage, language);
    if (reason === 'supported') return { supported: true, articleId: passage.articleId, reason };
    if (reason !== 'terms') nearest = reason;
  }
  return { supported: false, articleId: null, reason: nearest };
}

function plainFault(sentence: string, language: Language): SentenceCheck['reason'] | null {
  const hanShare = (sentence.match(han)?.length ?? 0) / sentence.length;
  if (language === 'en' ? hanShare > 0.05 : hanShare < 0.2) return 'language';
  if (terms(sentence, language).length < fewestTerms) return 'empty';
  if (/[?？]\s*$/.test(sentence)) return 'question';
  return advice.test(sentence) ? 'advice' : null;
}

function checkAgainst(sentence: string, passage: Passage, language: Language): SentenceCheck['reason'] {
  const links = sentence.match(link) ?? [];
  if (links.some((address) => !passage.text.includes(address.replace(/[.,;:。，；]+$/, '')))) return 'link';
  const window = bestWindow(sentence, passage, language);
  if (window === null) return 'terms';
  const known = new Set(numbers(window));
  if (numbers(sentence).some((number) => !known.has(number))) return 'number';
  return negation.test(sentence) === negation.test(window) ? 'supported' : 'negation';
}

/** Single sentences go first, so that at a tie they stay: a sentence's polarity says more than its neighbour's. */
function bestWindow(sentence: string, passage: Passage, language: Language): string | null {
  const wanted = [...new Set(terms(sentence, language))];
  const splitter = createSentenceSplitter();
  const pieces = [...splitter.push(passage.text), ...splitter.flush()];
  const pairs = pieces.slice(1).map((piece, index) => `${pieces[index]}${piece}`);
  let best: string | null = null;
  let bestShare = 0;
  for (const window of [...pieces, ...pairs]) {
    const have = new Set(terms(window, language));
    const share = wanted.filter((term) => have.has(term)).length / wanted.length;
    if (share >= supportedShare && share > bestShare) {
      best = window;
      bestShare = share;
    }
  }
  return best;
}
