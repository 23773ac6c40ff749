import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildGenerator } from '../build-generator.ts';
import type { OpenPack } from '../open-pack.ts';
import { defaultGenerator } from '../pack-catalogue.ts';
import prompts from '../test/fixtures/prompts.json' with { type: 'json' };
import { promptReader, realFile, realPack } from '../test/real-model.ts';
import { openGraph } from '../test/run-graph.ts';
import { greedyAnswer, type ReferenceAnswer, sameChoices } from '../test/teacher-forcing.ts';

// `npm run check:agreement`: how often the ways of storing weights choose the reference's next token, and how fast they are.
const leastShare = 0.99;
const most = 48;
const threads = 2;

type Quantization = (typeof defaultGenerator)['build']['quantization'];

const pack = await realPack();
const shape = shapeOf(pack);
const folder = await mkdtemp(join(pack.folder, '../agreement-'));
try {
  const read = await promptReader(pack);
  const references = await answers(await build('fp32'), prompts.map(read));
  let shipped = 0;
  for (const quantization of ['exact4', 'int8'] as const) {
    const share = await measure(quantization, references);
    if (quantization === defaultGenerator.build.quantization) shipped = share;
  }
  if (shipped < leastShare) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

function shapeOf({ manifest }: OpenPack) {
  if (manifest.generator === undefined) throw new Error('The pack has no generator.');
  return manifest.generator;
}

async function build(quantization: Quantization): Promise<string> {
  const target = await mkdtemp(join(folder, quantization));
  const { about, build: settings } = defaultGenerator;
  await buildGenerator({ ggufFile: await realFile(), folder: target, about, ...settings, quantization });
  return target;
}

async function answers(target: string, questions: readonly number[][]): Promise<ReferenceAnswer[]> {
  const graph = await openGraph(target, shape, threads);
  const found: ReferenceAnswer[] = [];
  for (const prompt of questions)
    found.push(await greedyAnswer(graph, prompt, { most, end: shape.eosTokenIds[0] ?? -1 }));
  await graph.release();
  await rm(target, { recursive: true });
  return found;
}

async function measure(quantization: Quantization, references: readonly ReferenceAnswer[]): Promise<number> {
  const graph = await openGraph(await build(quantization), shape, threads);
  let same = 0;
  const start = performance.now();
  for (const reference of references) same += await sameChoices(graph, reference);
  const seconds = (performance.now() - start) / 1_000;
  const total = references.reduce((sum, { answer }) => sum + answer.length, 0);
  const prompt = Array.from({ length: 200 }, (_, index) => 1_000 + index);
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    graph.reset();
    const from = performance.now();
    await graph.feed(prompt);
    times.push(performance.now() - from);
  }
  await graph.release();
  const share = same / total;
  const median = times.sort((a, b) => a - b)[2] ?? 0;
  process.stdout.write(
    `${quantization}: ${same} of ${total} tokens (${(share * 100).toFixed(2)} %), ` +
      `${(total / seconds).toFixed(0)} tokens/s with prompts, 200-token prompt ${median.toFixed(0)} ms\n`,
  );
  return share;
}
