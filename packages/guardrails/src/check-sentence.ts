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

// Share of a sentence's terms that one sentence of a passage, or the question, must hold. All of them in English; in Chinese, pairs
// of characters run over word boundaries, and quoting with a word left out makes new ones.
const supportedShare = { en: 1, zh: 0.85 } as const;
const fewestTerms = 2;
const link = /https?:\/\/[^\s)\]]+|www\.[^\s)\]]+|!\[|<[a-z/!]/gi;
const negation = /\b(?:not|no|never|cannot|without|none|neither|nor)\b|n['’]t\b|不|没|沒|无|無|未|勿|别/i;
const advice =
  /\b(?:i|we) (?:would )?(?:recommend|advise|suggest) (?:that )?(?:you )?(?:buy|sell|invest|hold)|guaranteed (?:return|profit)|(?:建议|推荐)您?(?:买入|卖出|购买|投资)|保证(?:收益|赚)/i;
const han = /\p{Script=Han}/gu;

export interface CheckInput {
  sentence: string;
  passages: readonly Passage[];
  /** What was asked: its words may be taken up in the answer ("for euros"), its numbers may not. */
  question: string;
  language: Language;
}

/**
 * Whether a generated sentence is carried by one sentence of a passage: same numbers, same links, same polarity, and no word that is
 * in neither that sentence nor the question. Deliberately strict: what fails is replaced by the approved text.
 */
export function checkSentence(input: CheckInput): SentenceCheck {
  const fault = plainFault(input.sentence, input.language);
  if (fault !== null) return { supported: false, articleId: null, reason: fault };
  let nearest: SentenceCheck['reason'] = 'terms';
  for (const passage of input.passages) {
    const reason = checkAgainst(input, passage);
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

function checkAgainst(input: CheckInput, passage: Passage): SentenceCheck['reason'] {
  const { sentence } = input;
  const links = sentence.match(link) ?? [];
  if (links.some((address) => !passage.text.includes(address.replace(/[.,;:。，；]+$/, '')))) return 'link';
  const carrier = bestCarrier(input, passage);
  if (carrier === null) return 'terms';
  const known = new Set(numbers(carrier));
  if (numbers(sentence).some((number) => !known.has(number))) return 'number';
  return negation.test(sentence) === negation.test(carrier) ? 'supported' : 'negation';
}

/** The sentence of the passage that holds most of the words, where it holds enough of them. */
function bestCarrier({ sentence, question, language }: CheckInput, passage: Passage): string | null {
  const wanted = [...new Set(terms(sentence, language))];
  const asked = new Set(terms(question, language));
  const splitter = createSentenceSplitter();
  let best: string | null = null;
  let bestShare = 0;
  for (const candidate of [...splitter.push(passage.text), ...splitter.flush()]) {
    const have = new Set(terms(candidate, language));
    const own = wanted.filter((term) => have.has(term)).length;
    const carried = wanted.filter((term) => have.has(term) || asked.has(term)).length / wanted.length;
    const share = own / wanted.length;
    if (own < fewestTerms || carried < supportedShare[language] || share <= bestShare) continue;
    best = candidate;
    bestShare = share;
  }
  return best;
}
