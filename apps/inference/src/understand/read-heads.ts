import type { PackManifest } from '@guichet/models/manifest';
import { findIntent } from '@guichet/protocol/taxonomy';
import type { Understanding } from '@guichet/protocol/understand';
import type { Tensor } from 'onnxruntime-node';
import { vector } from './vector.ts';

type EncoderBlock = NonNullable<PackManifest['encoder']>;

const shownIntents = 5;
const mostExperts = 3;
const leastGate = 0.1;

/** What the heads say of one row: calibrated probabilities, gates by ownership, and the vector. */
export function readHeads(
  outputs: Record<string, Tensor>,
  row: number,
  encoder: EncoderBlock,
  truncated: boolean,
): Understanding {
  const [en = 0, zh = 0, other = 0] = softmax(vector(outputs.language_logits, row), 1);
  const temperature = zh > en ? encoder.calibration.temperature.zh : encoder.calibration.temperature.en;
  const probabilities = softmax(vector(outputs.intent_logits, row), temperature);
  const intents = encoder.labels
    .map((intent, index) => ({ intent, confidence: probabilities[index] ?? 0 }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, shownIntents);
  const [urgency = 0, complaint = 0] = vector(outputs.flag_logits, row).map(sigmoid);
  return {
    language: { en, zh, other },
    intents,
    rejectScore: sigmoid(vector(outputs.reject_logit, row)[0] ?? 0),
    experts: gates(encoder.labels, probabilities),
    urgency,
    complaint,
    embedding: vector(outputs.embedding, row),
    truncated,
  };
}

/** An expert's gate is the chance that the message is about an intent it owns; small talk belongs to none. */
function gates(labels: readonly string[], probabilities: readonly number[]): Understanding['experts'] {
  const shares = new Map<string, number>();
  labels.forEach((label, index) => {
    const expert = findIntent(label)?.expert;
    if (expert !== undefined && expert !== 'base')
      shares.set(expert, (shares.get(expert) ?? 0) + (probabilities[index] ?? 0));
  });
  const active = [...shares].filter(([, gate]) => gate >= leastGate).sort((a, b) => b[1] - a[1]);
  return active.slice(0, mostExperts).map(([name, gate]) => ({ name, gate: Math.min(1, gate) }));
}

function softmax(logits: readonly number[], temperature: number): number[] {
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp((logit - highest) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
