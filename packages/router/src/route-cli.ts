// node route-cli.ts MODEL: for every JSON string on a line of standard input, what the edge makes of it, as JSON. For training/eval.py.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { loadEdgeModel } from './edge-model.ts';
import { routeAtEdge } from './route-at-edge.ts';

const model = loadEdgeModel(readFileSync(process.argv[2] ?? ''));
for await (const line of createInterface({ input: process.stdin })) {
  const { intents, rejectScore, sure } = routeAtEdge(model, JSON.parse(line) as string);
  process.stdout.write(`${JSON.stringify({ intents, rejectScore, sure })}\n`);
}
