import type { LlamaCheckpoint } from '../weights/llama-checkpoint.ts';
import { addAttention } from './add-attention.ts';
import { addEmbedding } from './add-embedding.ts';
import { addExpertInputs, type ExpertBank } from './add-expert-branch.ts';
import { addFeedForward } from './add-feed-forward.ts';
import { addHead } from './add-head.ts';
import type { Quantization } from './add-linear.ts';
import { addRotaryTables } from './add-rotary-tables.ts';
import type { GraphBuild, Residual } from './graph-build.ts';
import { GraphWriter } from './graph-writer.ts';

export interface LlamaGraphOptions {
  checkpoint: LlamaCheckpoint;
  quantization: Quantization;
  /** Room for adapters in the graph; null builds none, and none is paid for. */
  experts: ExpertBank | null;
  folder: string;
  modelName: string;
  weightsName: string;
  /** Called with the layers done, for progress. */
  onLayer?(done: number): void;
}

/**
 * Writes the ONNX graph of a llama-shaped model. Inputs: input_ids int64 [B, S]; seqlens_k int32 [B], the last valid position;
 * total_len int32 scalar; past.{layer}.k and .v float32 [B, kvHeads, P, headDim]; with experts also experts int64 [B, K] and gates
 * float32 [B, K, 1, 1]. Outputs: logits float32 [B, 1, vocabulary] of the last token; present.{layer}.k and .v.
 */
export async function buildLlamaGraph(options: LlamaGraphOptions): Promise<void> {
  const { checkpoint, quantization, experts } = options;
  const writer = new GraphWriter(options.folder, options.weightsName);
  const build: GraphBuild = { writer, checkpoint, quantization, experts };
  try {
    declareInputs(build);
    await addRotaryTables(build);
    let residual: Residual = { sum: await addEmbedding(build), update: null };
    for (let layer = 0; layer < checkpoint.shape.layers; layer += 1) {
      residual = await addAttention(build, layer, residual);
      residual = await addFeedForward(build, layer, residual);
      options.onLayer?.(layer + 1);
    }
    await addHead(build, residual);
    await writer.finish(options.modelName);
  } finally {
    await writer.abandon();
  }
}

function declareInputs({ writer, checkpoint, experts }: GraphBuild): void {
  const { layers, kvHeads, headDim, vocabSize } = checkpoint.shape;
  writer.input('input_ids', 'int64', ['B', 'S']);
  writer.input('seqlens_k', 'int32', ['B']);
  writer.input('total_len', 'int32', []);
  if (experts !== null) addExpertInputs(writer);
  writer.output('logits', 'float32', ['B', 1, vocabSize]);
  for (let layer = 0; layer < layers; layer += 1) {
    for (const part of ['k', 'v']) {
      writer.input(`past.${layer}.${part}`, 'float32', ['B', kvHeads, 'P', headDim]);
      writer.output(`present.${layer}.${part}`, 'float32', ['B', kvHeads, 'T', headDim]);
    }
  }
}
