import type { GenerateCommand } from '../engine/messages.ts';
import { uniform } from './uniform.ts';

export type SamplingSettings = Pick<
  GenerateCommand['settings'],
  'temperature' | 'topP' | 'topK' | 'repetitionPenalty' | 'seed'
>;

interface Candidate {
  id: number;
  logit: number;
}

/**
 * Chooses the next token. Order: repetition penalty on tokens seen (Keskar et al. 2019), top-k, temperature, top-p (Holtzman et
 * al. 2020). Temperature 0 takes the likeliest. `logits` is float32 [vocabulary].
 */
export function sample(
  logits: Float32Array,
  seen: ReadonlySet<number>,
  settings: SamplingSettings,
  step: number,
): number {
  const penalized = settings.repetitionPenalty === 1 ? logits : penalize(logits, seen, settings.repetitionPenalty);
  if (settings.temperature === 0) return likeliest(penalized);
  const candidates = top(penalized, settings.topK);
  const highest = candidates[0]?.logit ?? 0;
  const weights = candidates.map((candidate) => Math.exp((candidate.logit - highest) / settings.temperature));
  return draw(candidates, weights, settings, step);
}

function draw(
  candidates: readonly Candidate[],
  weights: readonly number[],
  settings: SamplingSettings,
  step: number,
): number {
  const total = sum(weights);
  let kept = 0;
  let mass = 0;
  while (kept < weights.length && mass < settings.topP * total) mass += weights[kept++] ?? 0;
  let left = uniform(settings.seed, step) * mass;
  for (let index = 0; index < kept; index += 1) {
    left -= weights[index] ?? 0;
    if (left < 0) return candidates[index]?.id ?? 0;
  }
  return candidates[0]?.id ?? 0;
}

function penalize(logits: Float32Array, seen: ReadonlySet<number>, penalty: number): Float32Array {
  const changed = logits.slice();
  for (const id of seen) {
    const logit = changed[id];
    if (logit !== undefined) changed[id] = logit > 0 ? logit / penalty : logit * penalty;
  }
  return changed;
}

function likeliest(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id += 1) if ((logits[id] ?? 0) > (logits[best] ?? 0)) best = id;
  return best;
}

/** The `count` highest logits, best first; insertion into a short sorted list beats sorting the vocabulary. */
function top(logits: Float32Array, count: number): Candidate[] {
  const best: Candidate[] = [];
  for (let id = 0; id < logits.length; id += 1) {
    const logit = logits[id] ?? 0;
    if (best.length === count && logit <= (best[count - 1]?.logit ?? 0)) continue;
    let place = best.length;
    while (place > 0 && (best[place - 1]?.logit ?? 0) < logit) place -= 1;
    best.splice(place, 0, { id, logit });
    if (best.length > count) best.pop();
  }
  return best;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
