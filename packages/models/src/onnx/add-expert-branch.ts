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
export async function addExpertBranch(branch: ExpertBranch): Promise<string> {
  const { writer, name, input, packed, sizes } = branch;
  const bankDown = await addBank(branch, 'A', sizes.hidden);
  const gated = writer.node('Mul', [bankDown.chosen, 'gates'], [`${name}.A.gated`]);
  const flatDown = writer.node('Reshape', [gated, bankDown.shape], [`${name}.A.flat`]);
  const turned = writer.node('Transpose', [flatDown], [`${name}.A.turned`], { attributes: { perm: [0, 2, 1] } });
  const bankUp = await addBank(branch, 'B', sizes.packed);
  const flatUp = writer.node('Reshape', [bankUp.chosen, bankUp.shape], [`${name}.B.flat`]);
  const low = writer.node('MatMul', [input, turned], [`${name}.low`]);
  const added = writer.node('MatMul', [low, flatUp], [`${name}.added`]);
  return writer.node('Add', [packed, added], [`${name}.qkv.mixed`]);
}

/** One of the two stacks of adapters, the rows' own gathered from it, and the shape that puts their ranks side by side. */
async function addBank(
  { writer, bank, name }: ExpertBranch,
  side: 'A' | 'B',
  width: number,
): Promise<{ chosen: string; shape: string }> {
  const { slots, rank } = bank;
  const empty = new Float32Array(slots * rank * width);
  const stack = await writer.constant(`${name}.${side}`, 'float32', [slots, rank, width], empty);
  const shape = await writer.constant(`experts.${side}`, 'int64', [3], BigInt64Array.of(0n, -1n, BigInt(width)));
  const attributes = { axis: 0 };
  const chosen = writer.node('Gather', [stack, 'experts'], [`${name}.${side}.chosen`], { attributes });
  return { chosen, shape };
}
