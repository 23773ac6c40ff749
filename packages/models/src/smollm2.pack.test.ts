import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readGguf } from './gguf/read-gguf.ts';
import type { OpenPack } from './open-pack.ts';
import { openPack } from './open-pack.ts';
import { buildGraph } from './test/build-graph.ts';
import prompts from './test/fixtures/prompts.json' with { type: 'json' };
// Made by the Python package tokenizers 0.23 with SmolLM2's own rules.
import goldenTokens from './test/fixtures/smollm2-tokens.json' with { type: 'json' };
import { argmax, relativeError } from './test/measure.ts';
import { promptReader, realFile, realPack } from './test/real-model.ts';
import { referenceForward } from './test/reference-forward.ts';
import { openGraph } from './test/run-graph.ts';
import { greedyAnswer, sameChoices } from './test/teacher-forcing.ts';

const minutes = 60_000;
let pack: OpenPack;

beforeAll(async () => {
  pack = await realPack();
}, 10 * minutes);

async function openIn(folder: string) {
  if (pack.manifest.generator === undefined) throw new Error('The pack has no generator.');
  const graph = await openGraph(folder, pack.manifest.generator, 2);
  onTestFinished(() => graph.release());
  return graph;
}

describe('the default generator', () => {
  it('is installed with the files that its manifest describes', async () => {
    const { manifest } = await openPack(pack.folder, { verify: true });
    expect(manifest).toMatchObject({ kind: 'generator', licence: 'Apache-2.0' });
    expect(manifest.generator).toMatchObject({ layers: 30, vocabSize: 49_152, eosTokenIds: [2], experts: null });
  });

  it(
    'gives the logits of a plain forward pass over the weights of its file within a thousandth',
    async () => {
      const ids = [1, 9690, 198, 504, 3575, 282, 4649, 314];
      const expected = referenceForward(readGguf(await readFile(await realFile())), ids);
      const found = await (await openIn(pack.folder)).feed(ids);
      expect(relativeError(found, expected)).toBeLessThan(1e-3);
      expect(argmax(found)).toBe(argmax(expected));
    },
    2 * minutes,
  );

  it(
    'gives the logits of its own float32 graph within a thousandth, and chooses the same tokens',
    async () => {
      const reference = await openIn(await buildGraph(await readFile(await realFile()), 'fp32'));
      const shipped = await openIn(pack.folder);
      const read = await promptReader(pack);
      let [same, total] = [0, 0];
      for (const question of prompts.slice(0, 6)) {
        const prompt = read(question);
        reference.reset();
        shipped.reset();
        expect(relativeError(await shipped.feed(prompt), await reference.feed(prompt))).toBeLessThan(1e-3);
        const answer = await greedyAnswer(reference, prompt, { most: 24, end: 2 });
        same += await sameChoices(shipped, answer);
        total += answer.answer.length;
      }
      expect(total).toBeGreaterThan(60);
      expect(same / total).toBeGreaterThanOrEqual(0.99);
    },
    3 * minutes,
  );

  it(
    'answers a plain question rightly',
    async () => {
      const graph = await openIn(pack.folder);
      const read = await promptReader(pack);
      const { answer } = await greedyAnswer(graph, read('What is the capital of France?'), { most: 16, end: 2 });
      const tokenizer = new Tokenizer(JSON.parse(await readFile(pack.tokenizerFile, 'utf8')), {});
      expect(tokenizer.decode(answer, { skip_special_tokens: true })).toBe('The capital of France is Paris.');
    },
    minutes,
  );
});

describe('the tokenizer of the default generator', () => {
  it.each(goldenTokens)('gives the ids of the reference for $text', async ({ text, ids }) => {
    const tokenizer = new Tokenizer(JSON.parse(await readFile(pack.tokenizerFile, 'utf8')), {});
    expect(tokenizer.encode(text, { add_special_tokens: false }).ids).toEqual(ids);
  });
});
