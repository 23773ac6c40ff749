import { findIntent } from '@guichet/protocol/taxonomy';

export interface Gate {
  name: string;
  gate: number;
}

const mostExperts = 3;
/** One expert alone where the next is this far behind: a second adapter would only blur it. */
const clearMargin = 0.5;
const leastGate = 0.1;

/** The experts to activate, from intents with their probabilities: each has the share of the intents it owns; small talk has none. */
export function gatesFor(intents: readonly { intent: string; confidence: number }[]): Gate[] {
  const shares = new Map<string, number>();
  for (const { intent, confidence } of intents) {
    const expert = findIntent(intent)?.expert;
    if (expert !== undefined && expert !== 'base') shares.set(expert, (shares.get(expert) ?? 0) + confidence);
  }
  const ranked = [...shares].map(([name, gate]) => ({ name, gate: Math.min(1, gate) })).sort((a, b) => b.gate - a.gate);
  const [first, second] = ranked;
  if (first === undefined) return [];
  if (first.gate - (second?.gate ?? 0) >= clearMargin) return [first];
  return ranked.filter(({ gate }) => gate >= leastGate).slice(0, mostExperts);
}
