import type { LlamaCheckpoint } from '../weights/llama-checkpoint.ts';
import type { ExpertBank } from './add-expert-branch.ts';
import type { Quantization } from './add-linear.ts';
import type { GraphWriter } from './graph-writer.ts';

/** What every part of a graph is built from. */
export interface GraphBuild {
  writer: GraphWriter;
  checkpoint: LlamaCheckpoint;
  quantization: Quantization;
  experts: ExpertBank | null;
}

/** The residual stream between two blocks: its sum so far, and what the block before adds to it (null before the first). */
export interface Residual {
  sum: string;
  update: string | null;
}

/** Operators of ONNX Runtime's own domain. */
export const microsoft = { domain: 'com.microsoft' } as const;
