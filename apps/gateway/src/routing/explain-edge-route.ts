import type { ExplainedRoute } from '@guichet/protocol/route';
import type { EdgeRoute } from '@guichet/router/route-at-edge';
import { emptySlots } from './empty-slots.ts';

// Without the encoder a guess is better than no answer, but only a good one is answered without asking back.
const guessConfidence = 0.5;

/**
 * The edge tier's verdict as a route with its reasons. It never rejects: alone the edge takes most long questions, and many unseen
 * short ones, for out of scope, and a customer who is asked back loses less than one who is sent away.
 */
export function explainEdgeRoute(edge: EdgeRoute): ExplainedRoute {
  const { language, intents, rejectScore, sure, experts, urgent, complaint, modelVersion } = edge;
  const top = intents[0];
  const abstained = !sure && (top?.confidence ?? 0) < guessConfidence;
  const verdict = sure ? 'sure' : 'not sure, and the encoder was not asked or did not answer';
  return {
    language,
    intents,
    rejected: false,
    experts: emptySlots(experts),
    tier: 'edge',
    reasons: {
      rejectScore,
      abstained,
      urgent,
      complaint,
      summary: `The edge router was ${verdict}: ${top?.intent ?? 'no intent'} at ${percent(top?.confidence)}, out of scope at ${percent(rejectScore)}.`,
      routerVersion: modelVersion,
    },
  };
}

function percent(share = 0): string {
  return `${Math.round(share * 100)} %`;
}
