import { readGguf } from '../gguf/read-gguf.ts';
import type { ExpertBank } from '../onnx/add-expert-branch.ts';
import type { Quantization } from '../onnx/add-linear.ts';
import { buildLlamaGraph } from '../onnx/build-llama-graph.ts';
import { readLlama } from '../weights/llama-checkpoint.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Builds a GGUF file's graph in a temporary folder and gives the folder back. */
export async function buildGraph(
  file: Uint8Array,
  quantization: Quantization,
  experts: ExpertBank | null = null,
): Promise<string> {
  const folder = await temporaryFolder();
  const checkpoint = readLlama(readGguf(file));
  const names = { modelName: 'model.onnx', weightsName: 'weights.bin' };
  await buildLlamaGraph({ checkpoint, quantization, experts, folder, ...names });
  return folder;
}
