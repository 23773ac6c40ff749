import type { LlamaCheckpoint } from '../weights/llama-checkpoint.ts';
import { stackedValues } from '../weights/matrix.ts';
import { blockSize, quantizeInt8 } from '../weights/quantize-int8.ts';
import { addExpertBranch, addExpertInputs, type ExpertBank } from './expert-branch.ts';
import { GraphWriter } from './graph-writer.ts';
import { addLinear, type Quantization } from './linear-layer.ts';

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

interface Build extends LlamaGraphOptions {
  writer: GraphWriter;
}

const microsoft = { domain: 'com.microsoft' } as const;

/**
 * Writes the ONNX graph of a llama-shaped model. Inputs: input_ids int64 [B, S]; seqlens_k int32 [B], the last valid position;
 * total_len int32 scalar; past.{layer}.k and .v float32 [B, kvHeads, P, headDim]; with experts also experts int64 [B, K] and gates
 * float32 [B, K, 1, 1]. Outputs: logits float32 [B, 1, vocabulary] of the last token; present.{layer}.k and .v.
 */
export async function buildLlamaGraph(options: LlamaGraphOptions): Promise<void> {
  const writer = new GraphWriter(options.folder, options.weightsName);
  const build: Build = { ...options, writer };
  try {
    declareInputs(build);
    await addRotaryTables(build);
    let residual = await addEmbedding(build);
    let update: string | null = null;
    for (let layer = 0; layer < options.checkpoint.shape.layers; layer += 1) {
      const attended = await addAttention(build, layer, residual, update);
      update = await addFeedForward(build, layer, attended);
      residual = attended.residual;
      options.onLayer?.(layer + 1);
    }
    await addHead(build, residual, update ?? residual);
    await writer.finish(options.modelName);
  } finally {
    await writer.abandon();
  }
}

function declareInputs({ writer, checkpoint, experts }: Build): void {
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

/** cos and sin of every position, [contextLength, headDim / 2] (Su et al. 2021, RoFormer). */
async function addRotaryTables({ writer, checkpoint }: Build): Promise<void> {
  const { contextLength, headDim, ropeBase } = checkpoint.shape;
  const half = headDim / 2;
  const cosines = new Float32Array(contextLength * half);
  const sines = new Float32Array(contextLength * half);
  for (let index = 0; index < cosines.length; index += 1) {
    const angle = Math.floor(index / half) * ropeBase ** (-(index % half) / half);
    cosines[index] = Math.cos(angle);
    sines[index] = Math.sin(angle);
  }
  await writer.constant('rotary.cos', 'float32', [contextLength, half], cosines);
  await writer.constant('rotary.sin', 'float32', [contextLength, half], sines);
}

async function addEmbedding({ writer, checkpoint, quantization }: Build): Promise<string> {
  const { rows, columns } = checkpoint.embedding;
  const values = stackedValues([checkpoint.embedding]);
  if (quantization === 'fp32') {
    return writer.node(
      'Gather',
      [await writer.constant('embedding.w', 'float32', [rows, columns], values), 'input_ids'],
      ['embedded'],
    );
  }
  const { quantized, scales } = quantizeInt8(values);
  const blocks = columns / blockSize;
  const inputs = [
    await writer.constant('embedding.q', 'uint8', [rows, columns], quantized),
    'input_ids',
    await writer.constant('embedding.s', 'float32', [rows, blocks], scales),
    await writer.constant('embedding.z', 'uint8', [rows, blocks], new Uint8Array(rows * blocks).fill(128)),
  ];
  const attributes = { gather_axis: 0, quantize_axis: 1, block_size: blockSize, bits: 8 };
  return writer.node('GatherBlockQuantized', inputs, ['embedded'], { ...microsoft, attributes });
}

interface Attended {
  output: string;
  residual: string;
}

async function addAttention(build: Build, layer: number, residual: string, update: string | null): Promise<Attended> {
  const { writer, checkpoint, quantization, experts } = build;
  const { heads, kvHeads, headDim } = checkpoint.shape;
  const name = `l${layer}`;
  const normed = await addNorm(build, {
    name: `${name}.norm1`,
    weights: `blk.${layer}.attn_norm.weight`,
    residual,
    update,
  });
  const parts = [
    checkpoint.matrix(layer, 'attn_q'),
    checkpoint.matrix(layer, 'attn_k'),
    checkpoint.matrix(layer, 'attn_v'),
  ];
  let packed = await addLinear({ writer, quantization, input: normed.output, name: `${name}.qkv`, parts });
  packed = await addBias(build, layer, packed);
  if (experts !== null)
    packed = await addExpertBranch({
      writer,
      bank: experts,
      name,
      input: normed.output,
      packed,
      sizes: { hidden: checkpoint.shape.hiddenSize, packed: (heads + 2 * kvHeads) * headDim },
    });
  const split = await writer.constant(
    'split.qkv',
    'int64',
    [3],
    BigInt64Array.from([heads, kvHeads, kvHeads], (count) => BigInt(count * headDim)),
  );
  writer.node('Split', [packed, split], [`${name}.q`, `${name}.k`, `${name}.v`], { attributes: { axis: -1 } });
  const attributes = {
    num_heads: heads,
    kv_num_heads: kvHeads,
    do_rotary: 1,
    rotary_interleaved: 0,
    scale: { float: headDim ** -0.5 },
  };
  const attended = writer.node(
    'GroupQueryAttention',
    [
      `${name}.q`,
      `${name}.k`,
      `${name}.v`,
      `past.${layer}.k`,
      `past.${layer}.v`,
      'seqlens_k',
      'total_len',
      'rotary.cos',
      'rotary.sin',
    ],
    [`${name}.attended`, `present.${layer}.k`, `present.${layer}.v`],
    { ...microsoft, attributes },
  );
  const output = await addLinear({
    writer,
    quantization,
    input: attended,
    name: `${name}.o`,
    parts: [checkpoint.matrix(layer, 'attn_output')],
  });
  return { output, residual: normed.residual };
}

async function addBias({ writer, checkpoint }: Build, layer: number, packed: string): Promise<string> {
  const biases = ['attn_q', 'attn_k', 'attn_v'].map((role) => checkpoint.vector(`blk.${layer}.${role}.bias`));
  const values = biases.flatMap((bias) => (bias === null ? [] : [...bias]));
  if (values.length === 0) return packed;
  const bias = await writer.constant(`l${layer}.qkv.b`, 'float32', [values.length], Float32Array.from(values));
  return writer.node('Add', [packed, bias], [`l${layer}.qkv.biased`]);
}

/** `silu(x·gateᵀ) ⊙ (x·upᵀ)` and back; also moves the attended residual one norm on. */
async function addFeedForward(build: Build, layer: number, attended: Attended): Promise<string> {
  const { writer, checkpoint, quantization } = build;
  const name = `l${layer}`;
  const normed = await addNorm(build, {
    name: `${name}.norm2`,
    weights: `blk.${layer}.ffn_norm.weight`,
    residual: attended.residual,
    update: attended.output,
  });
  attended.residual = normed.residual;
  const parts = [checkpoint.matrix(layer, 'ffn_gate'), checkpoint.matrix(layer, 'ffn_up')];
  const packed = await addLinear({ writer, quantization, input: normed.output, name: `${name}.gu`, parts });
  const width = BigInt(checkpoint.shape.feedForward);
  const split = await writer.constant('split.gu', 'int64', [2], BigInt64Array.of(width, width));
  writer.node('Split', [packed, split], [`${name}.g`, `${name}.u`], { attributes: { axis: -1 } });
  const gate = writer.node('QuickGelu', [`${name}.g`], [`${name}.silu`], {
    ...microsoft,
    attributes: { alpha: { float: 1 } },
  });
  const product = writer.node('Mul', [gate, `${name}.u`], [`${name}.f`]);
  return addLinear({
    writer,
    quantization,
    input: product,
    name: `${name}.d`,
    parts: [checkpoint.matrix(layer, 'ffn_down')],
  });
}

async function addHead(build: Build, residual: string, update: string): Promise<void> {
  const { writer, checkpoint, quantization } = build;
  const normed = await addNorm(build, { name: 'norm.out', weights: 'output_norm.weight', residual, update });
  const last = await writer.constant('last', 'int64', [1], BigInt64Array.of(-1n));
  const token = writer.node('Gather', [normed.output, last], ['hidden.last'], { attributes: { axis: 1 } });
  const logits = await addLinear({ writer, quantization, input: token, name: 'head', parts: [checkpoint.head] });
  writer.node('Identity', [logits], ['logits']);
}

interface NormInput {
  name: string;
  weights: string;
  residual: string;
  /** What the layer before adds to the residual; null before the first layer. */
  update: string | null;
}

/** Root mean square norm (Zhang & Sennrich 2019), with the addition of the layer before in the same kernel. */
async function addNorm(
  { writer, checkpoint }: Build,
  { name, weights, residual, update }: NormInput,
): Promise<Attended> {
  const values = checkpoint.vector(weights) ?? new Float32Array(checkpoint.shape.hiddenSize).fill(1);
  const scale = await writer.constant(`${name}.w`, 'float32', [values.length], values);
  const epsilon = { float: checkpoint.shape.epsilon };
  if (update === null) {
    return {
      output: writer.node('SimplifiedLayerNormalization', [residual, scale], [`${name}.y`], {
        attributes: { axis: -1, epsilon, stash_type: 1 },
      }),
      residual,
    };
  }
  const output = writer.node(
    'SkipSimplifiedLayerNormalization',
    [update, residual, scale],
    [`${name}.y`, '', '', `${name}.sum`],
    { ...microsoft, attributes: { epsilon } },
  );
  return { output, residual: `${name}.sum` };
}
