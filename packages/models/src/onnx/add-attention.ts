import { attentionInputs } from '../weights/llama-checkpoint.ts';
import { addExpertBranch } from './add-expert-branch.ts';
import { addLinear } from './add-linear.ts';
import { addNorm } from './add-norm.ts';
import { type GraphBuild, microsoft, type Residual } from './graph-build.ts';

/** Adds a layer's norm and grouped-query attention over the cache; gives back the residual with what it adds. */
export async function addAttention(build: GraphBuild, layer: number, residual: Residual): Promise<Residual> {
  const { writer, checkpoint, quantization } = build;
  const name = `l${layer}`;
  const normed = await addNorm(build, { name: `${name}.norm1`, weights: `blk.${layer}.attn_norm.weight`, residual });
  const packed = await addProjections(build, layer, normed.output);
  const input = await addHeads(build, layer, packed);
  const parts = [checkpoint.matrix(layer, 'attn_output')];
  const update = await addLinear({ writer, quantization, input, name: `${name}.o`, parts });
  return { sum: normed.sum, update };
}

/** Queries, keys and values side by side: one product reads the input once. */
async function addProjections(build: GraphBuild, layer: number, input: string): Promise<string> {
  const { writer, checkpoint, quantization, experts } = build;
  const { hiddenSize, heads, kvHeads, headDim } = checkpoint.shape;
  const name = `l${layer}`;
  const parts = attentionInputs.map((role) => checkpoint.matrix(layer, role));
  const product = await addLinear({ writer, quantization, input, name: `${name}.qkv`, parts });
  const packed = await addBias(build, layer, product);
  if (experts === null) return packed;
  const sizes = { hidden: hiddenSize, packed: (heads + 2 * kvHeads) * headDim };
  return addExpertBranch({ writer, bank: experts, name, input, packed, sizes });
}

async function addBias({ writer, checkpoint }: GraphBuild, layer: number, packed: string): Promise<string> {
  const bias = checkpoint.attentionBias(layer);
  if (bias === null) return packed;
  const constant = await writer.constant(`l${layer}.qkv.b`, 'float32', [bias.length], bias);
  return writer.node('Add', [packed, constant], [`l${layer}.qkv.biased`]);
}

async function addHeads({ writer, checkpoint }: GraphBuild, layer: number, packed: string): Promise<string> {
  const { heads, kvHeads, headDim } = checkpoint.shape;
  const name = `l${layer}`;
  const sizes = BigInt64Array.from([heads, kvHeads, kvHeads], (count) => BigInt(count * headDim));
  const split = await writer.constant('split.qkv', 'int64', [3], sizes);
  const roles = [`${name}.q`, `${name}.k`, `${name}.v`];
  writer.node('Split', [packed, split], roles, { attributes: { axis: -1 } });
  const cache = [`past.${layer}.k`, `past.${layer}.v`];
  return writer.node(
    'GroupQueryAttention',
    [...roles, ...cache, 'seqlens_k', 'total_len', 'rotary.cos', 'rotary.sin'],
    [`${name}.attended`, `present.${layer}.k`, `present.${layer}.v`],
    {
      ...microsoft,
      attributes: {
        num_heads: heads,
        kv_num_heads: kvHeads,
        do_rotary: 1,
        rotary_interleaved: 0,
        scale: { float: headDim ** -0.5 },
      },
    },
  );
}
