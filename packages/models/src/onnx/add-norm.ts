import { type GraphBuild, microsoft, type Residual } from './graph-build.ts';

export interface NormInput {
  /** Name in the graph, and of the weights in the checkpoint. */
  name: string;
  weights: string;
  residual: Residual;
}

/** Adds a root mean square norm (Zhang & Sennrich 2019), with the addition of the block before in the same kernel. */
export async function addNorm(
  { writer, checkpoint }: GraphBuild,
  { name, weights, residual }: NormInput,
): Promise<{ output: string; sum: string }> {
  const values = checkpoint.vector(weights);
  const scale = await writer.constant(`${name}.w`, 'float32', [values.length], values);
  const epsilon = { float: checkpoint.shape.epsilon };
  if (residual.update === null) {
    const attributes = { axis: -1, epsilon, stash_type: 1 };
    const inputs = [residual.sum, scale];
    const output = writer.node('SimplifiedLayerNormalization', inputs, [`${name}.y`], { attributes });
    return { output, sum: residual.sum };
  }
  const output = writer.node(
    'SkipSimplifiedLayerNormalization',
    [residual.update, residual.sum, scale],
    [`${name}.y`, '', '', `${name}.sum`],
    { ...microsoft, attributes: { epsilon } },
  );
  return { output, sum: `${name}.sum` };
}
