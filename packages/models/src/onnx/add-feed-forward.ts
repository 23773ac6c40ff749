import { addLinear } from './add-linear.ts';
import { addNorm } from './add-norm.ts';
import { type GraphBuild, microsoft, type Residual } from './graph-build.ts';

/** Adds a layer's norm and `(silu(x·gateᵀ) ⊙ x·upᵀ)·downᵀ` (Shazeer 2020, SwiGLU); gives back the residual with what it adds. */
export async function addFeedForward(build: GraphBuild, layer: number, residual: Residual): Promise<Residual> {
  const { writer, checkpoint, quantization } = build;
  const name = `l${layer}`;
  const normed = await addNorm(build, { name: `${name}.norm2`, weights: `blk.${layer}.ffn_norm.weight`, residual });
  const parts = [checkpoint.matrix(layer, 'ffn_gate'), checkpoint.matrix(layer, 'ffn_up')];
  const packed = await addLinear({ writer, quantization, input: normed.output, name: `${name}.gu`, parts });
  const width = BigInt(checkpoint.shape.feedForward);
  const split = await writer.constant('split.gu', 'int64', [2], BigInt64Array.of(width, width));
  writer.node('Split', [packed, split], [`${name}.g`, `${name}.u`], { attributes: { axis: -1 } });
  // x·sigmoid(alpha·x) with alpha 1 is silu, in one kernel.
  const attributes = { alpha: { float: 1 } };
  const gate = writer.node('QuickGelu', [`${name}.g`], [`${name}.silu`], { ...microsoft, attributes });
  const input = writer.node('Mul', [gate, `${name}.u`], [`${name}.f`]);
  const down = [checkpoint.matrix(layer, 'ffn_down')];
  const update = await addLinear({ writer, quantization, input, name: `${name}.d`, parts: down });
  return { sum: normed.sum, update };
}
