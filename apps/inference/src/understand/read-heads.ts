import type { PackManifest } from '@guichet/models/manifest';
import type { Understanding } from '@guichet/protocol/understand';
import type { Tensor } from 'onnxruntime-node';
import { vector } from './vector.ts';

type EncoderBlock = NonNullable<PackManifest['encoder']>;

const shownIntents = 5;

/** What the heads say of one row: calibrated probabilities and the vector. */
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
    urgency,
    complaint,
    embedding: vector(outputs.embedding, row),
    truncated,
  };
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
