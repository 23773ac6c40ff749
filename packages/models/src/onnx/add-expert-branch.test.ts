import { describe, expect, it, onTestFinished } from 'vitest';
import { dequantize } from '../gguf/dequantize.ts';
import { readGguf } from '../gguf/read-gguf.ts';
import { buildGraph } from '../test/build-graph.ts';
import { relativeError } from '../test/measure.ts';
import { seededNormal } from '../test/random.ts';
import { referenceForward } from '../test/reference-forward.ts';
import { type GraphRun, openGraph } from '../test/run-graph.ts';
import { patchConstant, storedGraph } from '../test/stored-graph.ts';
import { tiny, tinyContent, tinyGguf } from '../test/tiny-model.ts';
import { writeGguf } from '../test/write-gguf.ts';

const bank = { slots: 4, rank: 2 };
const prompt = [1, 80, 200, 3, 17, 260];
const packed = (tiny.heads + 2 * tiny.kvHeads) * tiny.headDim;
// qwen2 keeps the rows of queries and keys as the graph has them, so that an adapter can be added to the stored weights.
const file = tinyGguf({ architecture: 'qwen2', weights: 'F32' });

async function open(folder: string): Promise<GraphRun> {
  const graph = await openGraph(folder, tiny);
  onTestFinished(() => graph.release());
  return graph;
}

/** Random weights of one adapter in one layer: A [rank, hidden], B [rank, packed]. */
function adapter(seed: number): { down: Float32Array; up: Float32Array } {
  const normal = seededNormal(seed);
  const make = (length: number) => Float32Array.from({ length }, () => normal() * 0.2);
  return { down: make(bank.rank * tiny.hiddenSize), up: make(bank.rank * packed) };
}

async function load(folder: string, layer: number, slot: number, { down, up }: ReturnType<typeof adapter>) {
  await patchConstant(folder, `l${layer}.A`, slot * down.length, down);
  await patchConstant(folder, `l${layer}.B`, slot * up.length, up);
}

/** The same file with `gate · (B A)` added to queries, keys and values of a layer. */
function merged(mixture: readonly { layer: number; gate: number; weights: ReturnType<typeof adapter> }[]): Uint8Array {
  const content = tinyContent({ architecture: 'qwen2', weights: 'F32' });
  const { tensors } = readGguf(file);
  const change = (name: string, first: number) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`no ${name}`);
    const values = dequantize(tensor);
    for (const { layer, gate, weights } of mixture) {
      if (!name.startsWith(`blk.${layer}.`)) continue;
      for (const index of values.keys()) {
        const row = first + Math.floor(index / tiny.hiddenSize);
        for (let rank = 0; rank < bank.rank; rank += 1) {
          const a = weights.down[rank * tiny.hiddenSize + (index % tiny.hiddenSize)] ?? 0;
          values[index] = (values[index] ?? 0) + gate * a * (weights.up[rank * packed + row] ?? 0);
        }
      }
    }
    return new Uint8Array(values.buffer);
  };
  const firstRows = [
    ['attn_q.weight', 0],
    ['attn_k.weight', tiny.heads * tiny.headDim],
    ['attn_v.weight', (tiny.heads + tiny.kvHeads) * tiny.headDim],
  ] as const;
  const changed = content.tensors.map((tensor) => {
    const role = firstRows.find(([name]) => tensor.name.endsWith(name));
    return role === undefined ? tensor : { ...tensor, data: change(tensor.name, role[1]) };
  });
  return writeGguf({ ...content, tensors: changed });
}

describe('a bank of experts', () => {
  it('changes nothing while its slots are empty, whatever the gates', async () => {
    const plain = await open(await buildGraph(file, 'fp32'));
    const withBank = await open(await buildGraph(file, 'fp32', bank));
    const mixed = await withBank.feed(prompt, { experts: [0, 3], gates: [0.7, 0.3] });
    expect(relativeError(mixed, await plain.feed(prompt))).toBeLessThan(1e-7);
  });

  it('changes nothing where the gates are zero', async () => {
    const folder = await buildGraph(file, 'fp32', bank);
    await load(folder, 0, 2, adapter(5));
    const plain = await open(await buildGraph(file, 'fp32'));
    const graph = await open(folder);
    const mixed = await graph.feed(prompt, { experts: [2], gates: [0] });
    expect(relativeError(mixed, await plain.feed(prompt))).toBeLessThan(1e-7);
  });

  it('adds each chosen expert by its gate, as if its weights were merged into the base', async () => {
    const [first, second, third] = [adapter(6), adapter(7), adapter(8)];
    const folder = await buildGraph(file, 'fp32', bank);
    await load(folder, 0, 1, first);
    await load(folder, 1, 1, second);
    await load(folder, 0, 3, third);
    const graph = await open(folder);
    const mixed = await graph.feed(prompt, { experts: [3, 1], gates: [0.25, 0.75] });
    const expected = referenceForward(
      readGguf(
        merged([
          { layer: 0, gate: 0.75, weights: first },
          { layer: 1, gate: 0.75, weights: second },
          { layer: 0, gate: 0.25, weights: third },
        ]),
      ),
      prompt,
    );
    expect(relativeError(mixed, expected)).toBeLessThan(1e-5);
    expect(relativeError(mixed, referenceForward(readGguf(file), prompt))).toBeGreaterThan(1e-2);
  });

  it('keeps room for each slot in the file of weights', async () => {
    const { initializers } = await storedGraph(await buildGraph(file, 'exact4', bank));
    expect(initializers.get('l0.A')?.dims).toEqual([bank.slots, bank.rank, tiny.hiddenSize]);
    expect(initializers.get('l1.B')?.dims).toEqual([bank.slots, bank.rank, packed]);
  });
});
