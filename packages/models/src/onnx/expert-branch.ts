import type { GraphWriter } from './graph-writer.ts';

/** Room for adapters: `slots` of them, each of at most this rank. */
export interface ExpertBank {
  slots: number;
  rank: number;
}

/** Declares which experts each row uses, int64 [B, K], and their gates, float32 [B, K, 1, 1]. */
export function addExpertInputs(writer: GraphWriter): void {
  writer.input('experts', 'int64', ['B', 'K']);
  writer.input('gates', 'float32', ['B', 'K', 1, 1]);
}

export interface ExpertBranch {
  writer: GraphWriter;
  bank: ExpertBank;
  /** The layer's name. */
  name: string;
  /** What the projection reads [B, S, hidden], and what it gave [B, S, packed]. */
  input: string;
  packed: string;
  sizes: { hidden: number; packed: number };
}

/**
 * Adds `Σ_k gate_k · B[e_k] (A[e_k] x)` (Hu et al. 2021, LoRA) to a packed projection: the rows' adapters are gathered, the gates go
 * into A, and the ranks of a row's experts stand side by side, so that k experts cost two products. Empty slots are zeros.
 */
export async function addExpertBranch({ writer, bank, name, input, packed, sizes }: ExpertBranch): Promise<string> {
  const { slots, rank } = bank;
  const down = await writer.constant(
    `${name}.A`,
    'float32',
    [slots, rank, sizes.hidden],
    new Float32Array(slots * rank * sizes.hidden),
  );
  const up = await writer.constant(
    `${name}.B`,
    'float32',
    [slots, rank, sizes.packed],
    new Float32Array(slots * rank * sizes.packed),
  );
  const downShape = await writer.constant(
    'experts.down',
    'int64',
    [3],
    BigInt64Array.of(0n, -1n, BigInt(sizes.hidden)),
  );
  const upShape = await writer.constant('experts.up', 'int64', [3], BigInt64Array.of(0n, -1n, BigInt(sizes.packed)));
  const chosenDown = writer.node('Gather', [down, 'experts'], [`${name}.A.chosen`], { attributes: { axis: 0 } });
  const gated = writer.node('Mul', [chosenDown, 'gates'], [`${name}.A.gated`]);
  const flatDown = writer.node('Reshape', [gated, downShape], [`${name}.A.flat`]);
  const turned = writer.node('Transpose', [flatDown], [`${name}.A.turned`], { attributes: { perm: [0, 2, 1] } });
  const chosenUp = writer.node('Gather', [up, 'experts'], [`${name}.B.chosen`], { attributes: { axis: 0 } });
  const flatUp = writer.node('Reshape', [chosenUp, upShape], [`${name}.B.flat`]);
  const low = writer.node('MatMul', [input, turned], [`${name}.low`]);
  const added = writer.node('MatMul', [low, flatUp], [`${name}.added`]);
  return writer.node('Add', [packed, added], [`${name}.qkv.mixed`]);
}
