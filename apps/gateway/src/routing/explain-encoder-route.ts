import type { Language } from '@guichet/protocol/language';
import type { ExplainedRoute } from '@guichet/protocol/route';
import type { EncoderThresholds, Understanding } from '@guichet/protocol/understand';
import { gatesFor } from '@guichet/router/gates';
import type { EdgeRoute } from '@guichet/router/route-at-edge';
import { emptySlots } from './empty-slots.ts';

export interface ExplainEncoderInput {
  understanding: Understanding;
  thresholds: EncoderThresholds;
  model: string;
  edge: EdgeRoute;
}

const likelyUrgent = 0.5;
const likelyComplaint = 0.5;
// Below this an intent is noise; the policy offers at most the first few.
const leastConfidence = 0.02;
const mostIntents = 3;

/** The encoder's heads as a route with its reasons, under the thresholds that were solved for it. */
export function explainEncoderRoute(input: ExplainEncoderInput): ExplainedRoute {
  const { understanding, thresholds, model, edge } = input;
  const { rejectScore } = understanding;
  const language = chooseLanguage(understanding, edge.language);
  const top = understanding.intents[0];
  const accept = thresholds.accept[language];
  const rejected = rejectScore >= thresholds.reject;
  const intents = understanding.intents
    .filter((entry, rank) => rank === 0 || entry.confidence >= leastConfidence)
    .slice(0, mostIntents);
  return {
    language,
    intents: rejected ? [] : intents,
    rejected,
    experts: rejected ? [] : emptySlots(gatesFor(understanding.intents)),
    tier: 'encoder',
    reasons: {
      rejectScore,
      abstained: !rejected && (top?.confidence ?? 0) < accept,
      urgent: understanding.urgency >= likelyUrgent,
      complaint: understanding.complaint >= likelyComplaint,
      summary: `The encoder ${model} says ${top?.intent ?? 'no intent'} at ${show(top?.confidence)} (answers from ${show(accept)}), out of scope at ${show(rejectScore)} (refuses from ${show(thresholds.reject)}).`,
      routerVersion: model,
    },
  };
}

/** Neither of our languages: the edge's guess by script is the better one. */
function chooseLanguage({ language }: Understanding, edge: Language): Language {
  const { en, zh, other } = language;
  if (other > en && other > zh) return edge;
  return zh > en ? 'zh' : 'en';
}

function show(score = 0): string {
  return score.toFixed(2);
}
