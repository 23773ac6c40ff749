import { extractFeatures } from '../features.ts';

export interface ModelParts {
  labels: string[];
  buckets: number;
  /** Texts that stand for a label, or for out of scope under the name `none`. */
  examples?: Record<string, string[]>;
}

/** The file of a small edge model that knows its examples. */
export function makeModel({ labels, buckets, examples = {} }: ModelParts): Uint8Array {
  const columns = labels.length + 1;
  const weights = new Int8Array(buckets * columns);
  for (const [label, texts] of Object.entries(examples)) {
    const column = label === 'none' ? labels.length : labels.indexOf(label);
    for (const text of texts)
      for (const bucket of extractFeatures(text, buckets).buckets) weights[bucket * columns + column] = 100;
  }
  const half = { en: 0.5, zh: 0.5 };
  const header = new TextEncoder().encode(
    JSON.stringify({ version: 'test', labels, buckets, temperature: { en: 1, zh: 1 }, accept: half }),
  );
  const prefix = new Uint32Array([0, 1, header.length]);
  const floats = new Float32Array([...Array.from({ length: columns }, () => 0.05), ...new Array(columns).fill(0)]);
  const parts = [new Uint8Array(prefix.buffer), header, new Uint8Array(weights.buffer), new Uint8Array(floats.buffer)];
  const file = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  file.set(new TextEncoder().encode('GEDG'), 0);
  return file;
}
