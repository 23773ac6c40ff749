// Training's way to the features: texts as JSON lines on standard input, `[buckets, weights]` as JSON lines on standard output.
// node packages/router/src/features-cli.ts BUCKETS < texts.jsonl
import { createInterface } from 'node:readline';
import { extractFeatures } from './features.ts';

const bucketCount = Number(process.argv[2]);
for await (const line of createInterface({ input: process.stdin })) {
  const { buckets, weights } = extractFeatures(JSON.parse(line), bucketCount);
  process.stdout.write(`${JSON.stringify([[...buckets], [...weights].map((weight) => Number(weight.toFixed(6)))])}\n`);
}
