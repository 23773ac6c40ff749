import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readGguf } from '../gguf/read-gguf.ts';
import { buildGraph } from '../test/build-graph.ts';
import { relativeError } from '../test/measure.ts';
import { referenceForward } from '../test/reference-forward.ts';
import { type GraphRun, openGraph } from '../test/run-graph.ts';
import { storedGraph } from '../test/stored-graph.ts';
import { type TinyModelOptions, tiny, tinyGguf } from '../test/tiny-model.ts';
import type { Quantization } from './add-linear.ts';

const prompt = [1, 80, 200, 3, 17, 17, 260, 5, 90];

async function open(file: Uint8Array, quantization: Quantization): Promise<GraphRun> {
  const graph = await openGraph(await buildGraph(file, quantization), tiny);
  onTestFinished(() => graph.release());
  return graph;
}

const models: [string, TinyModelOptions][] = [
  ['llama with tied embeddings in Q4_1', {}],
  ['llama with a head of its own in Q4_0', { weights: 'Q4_0', tiedHead: false, seed: 2 }],
  ['llama in Q8_0 with biases, whose rows are interleaved too', { weights: 'Q8_0', biases: true, seed: 3 }],
  ['qwen2 with biases in F32', { architecture: 'qwen2', weights: 'F32', biases: true, seed: 4 }],
];

describe.each(models)('the graph of %s', (_, options) => {
  const file = tinyGguf(options);
  const expected = referenceForward(readGguf(file), prompt);

  it('in float32 gives the logits of a plain forward pass', async () => {
    const graph = await open(file, 'fp32');
    expect(relativeError(await graph.feed(prompt), expected)).toBeLessThan(1e-5);
  });

  it('in 8 bits stays near them', async () => {
    const graph = await open(file, 'int8');
    expect(relativeError(await graph.feed(prompt), expected)).toBeLessThan(5e-2);
  });
});

describe.each(models.filter(([, options]) => options.weights !== 'F32'))('the graph of %s', (_, options) => {
  it('with the exact values of its file gives the logits of a plain forward pass within a thousandth', async () => {
    const file = tinyGguf(options);
    const graph = await open(file, 'exact4');
    expect(relativeError(await graph.feed(prompt), referenceForward(readGguf(file), prompt))).toBeLessThan(1e-3);
  });
});

describe('a built graph', () => {
  it('gives the same logits for a prompt fed in pieces, down to single tokens', async () => {
    const graph = await open(tinyGguf(), 'exact4');
    const whole = await graph.feed(prompt);
    graph.reset();
    await graph.feed(prompt.slice(0, 4));
    await graph.feed(prompt.slice(4, 7));
    await graph.feed(prompt.slice(7, 8));
    expect(relativeError(await graph.feed(prompt.slice(8)), whole)).toBeLessThan(1e-4);
  });

  it('has no node, input or weight for experts where there are none', async () => {
    const { inputs, operators, initializers } = await storedGraph(await buildGraph(tinyGguf(), 'exact4'));
    expect(inputs).not.toContain('experts');
    expect(inputs).not.toContain('gates');
    // The one look-up left is the last token's; embeddings have an operator of their own.
    expect(operators.filter((operator) => operator === 'Gather')).toHaveLength(1);
    expect([...initializers.keys()].filter((name) => name.includes('.A') || name.includes('.B'))).toEqual([]);
  });

  it('never uses zero points, which make the kernel fall to a slow path', async () => {
    const { operators } = await storedGraph(await buildGraph(tinyGguf(), 'exact4'));
    expect(operators.filter((operator) => operator === 'MatMulNBits').length).toBe(tiny.layers * 4 + 1);
  });

  it('keeps its weights beside the model, each from a page boundary on', async () => {
    const folder = await buildGraph(tinyGguf(), 'fp32');
    const { initializers } = await storedGraph(folder);
    const external = [...initializers.values()].filter((initializer) => !Number.isNaN(initializer.offset));
    expect(external.length).toBeGreaterThan(tiny.layers * 4);
    expect(external.every(({ offset }) => offset % 4_096 === 0)).toBe(true);
    const ends = external.map(({ offset, bytes }) => offset + bytes);
    expect((await stat(join(folder, 'weights.bin'))).size).toBe(Math.max(...ends));
  });

  it('stores an embedding that is also the head once', async () => {
    const { initializers } = await storedGraph(await buildGraph(tinyGguf(), 'exact4'));
    expect(initializers.get('head.w')?.offset).toBe(initializers.get('embedding.q')?.offset);
    const apart = await storedGraph(await buildGraph(tinyGguf({ tiedHead: false }), 'exact4'));
    expect(apart.initializers.get('head.w')?.offset).not.toBe(apart.initializers.get('embedding.q')?.offset);
  });

  it('keeps the length a scalar, not a list of one', async () => {
    const graph = await open(tinyGguf(), 'exact4');
    const length = graph.session.inputMetadata.find((input) => input.name === 'total_len');
    expect(length).toMatchObject({ type: 'int32', shape: [] });
  });
});
