import type { Language } from '@guichet/protocol/language';
import type { RouteIntent } from '@guichet/protocol/route';
import { detectLanguage } from './detect-language.ts';
import type { EdgeModel } from './edge-model.ts';
import { extractFeatures, type Features } from './features.ts';
import { type Gate, gatesFor } from './gates.ts';

/** What the edge makes of a message. */
export interface EdgeRoute {
  language: Language;
  /** Written in neither English nor Chinese. */
  foreign: boolean;
  /** The five likeliest, best first, calibrated. */
  intents: RouteIntent[];
  /** Chance of being out of scope, in [0, 1]. */
  rejectScore: number;
  /** Sure enough of the first intent to answer without the encoder. Rejecting is never decided here. */
  sure: boolean;
  /** The threshold that `sure` was decided by. */
  threshold: number;
  experts: Gate[];
  urgent: boolean;
  complaint: boolean;
  modelVersion: string;
}

const shownIntents = 5;
/** Fewer features than this and confidence is luck ("ok", one emoji). */
const fewestFeatures = 4;
/** More and the message holds more than one thought: the encoder reads it. */
const longestSure = 160;
const urgentWords =
  /\b(?:urgent|asap|emergency|stolen|nicked|scam(?:med)?|fraud|hacked|help me)\b|紧急|緊急|急[！!]|被偷|被盗|被盜|被骗|被騙|救命|快帮|快幫/i;
const complaintWords =
  /\b(?:complain(?:t|ing)?|disgrace(?:ful)?|ridiculous|unacceptable|appalling|joke of a bank|worst)\b|投诉|投訴|太差|垃圾|差劲|无语/i;

/** Routes a message by a linear model over hashed features: pure, under a millisecond, the same in every runtime. */
export function routeAtEdge(model: EdgeModel, text: string): EdgeRoute {
  const { language, foreign } = detectLanguage(text);
  const features = extractFeatures(text, model.bucketCount);
  const probabilities = softmax(score(model, features), model.temperature[language]);
  const intents = model.labels
    .map((intent, column) => ({ intent, confidence: probabilities[column] ?? 0 }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, shownIntents);
  const threshold = model.accept[language];
  const plain = !foreign && features.buckets.length >= fewestFeatures && text.length <= longestSure;
  return {
    language,
    foreign,
    intents,
    rejectScore: probabilities[model.labels.length] ?? 0,
    sure: plain && (intents[0]?.confidence ?? 0) >= threshold,
    threshold,
    experts: gatesFor(intents),
    urgent: urgentWords.test(text),
    complaint: complaintWords.test(text),
    modelVersion: model.version,
  };
}

/** Logits, float32 [labels + 1]. */
function score(model: EdgeModel, { buckets, weights }: Features): Float32Array {
  const columns = model.labels.length + 1;
  const logits = new Float32Array(columns);
  for (const [place, bucket] of buckets.entries()) {
    const weight = weights[place] ?? 0;
    const start = bucket * columns;
    for (let column = 0; column < columns; column += 1)
      logits[column] = (logits[column] ?? 0) + weight * (model.weights[start + column] ?? 0);
  }
  return logits.map((sum, column) => sum * (model.scales[column] ?? 0) + (model.biases[column] ?? 0));
}

function softmax(logits: Float32Array, temperature: number): Float32Array {
  const highest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const powers = logits.map((logit) => Math.exp((logit - highest) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
