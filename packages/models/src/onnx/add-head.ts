import { addLinear } from './add-linear.ts';
import { addNorm } from './add-norm.ts';
import type { GraphBuild, Residual } from './graph-build.ts';

/** Adds the last norm and the logits of the last token only: the vocabulary is the dearest product of a prompt. */
export async function addHead(build: GraphBuild, residual: Residual): Promise<void> {
  const { writer, checkpoint, quantization } = build;
  const normed = await addNorm(build, { name: 'norm.out', weights: 'output_norm.weight', residual });
  const last = await writer.constant('last', 'int64', [1], BigInt64Array.of(-1n));
  const input = writer.node('Gather', [normed.output, last], ['hidden.last'], { attributes: { axis: 1 } });
  const logits = await addLinear({ writer, quantization, input, name: 'head', parts: [checkpoint.head] });
  writer.node('Identity', [logits], ['logits']);
}
