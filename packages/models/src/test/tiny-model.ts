import { seededNormal, seededRandom } from './random.ts';
import { type GgufContent, type GgufField, type StoredTensor, writeGguf } from './write-gguf.ts';

/** A model small enough for a test, of the same make as the real ones. */
export const tiny = {
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headDim: 16,
  hiddenSize: 64,
  feedForward: 96,
  contextLength: 64,
} as const;

export interface TinyModelOptions {
  architecture?: string;
  /** How the layers' matrices are stored. */
  weights?: 'F32' | 'Q4_0' | 'Q4_1' | 'Q8_0';
  tiedHead?: boolean;
  biases?: boolean;
  seed?: number;
}

/** Names and bytes of a GGUF file, random but repeatable; change what a test is about, then `writeGguf` it. */
export function tinyContent(options: TinyModelOptions = {}): GgufContent {
  const { architecture = 'llama', weights = 'Q4_1', tiedHead = true, biases = false, seed = 1 } = options;
  const tensors: StoredTensor[] = [];
  const add = (name: string, shape: readonly number[], type: keyof typeof makers) =>
    tensors.push({
      name,
      shape,
      ...makers[type](
        shape.reduce((a, b) => a * b, 1),
        seed + tensors.length,
      ),
    });
  const { hiddenSize, heads, kvHeads, headDim, feedForward } = tiny;
  const vocabSize = vocabulary.length;
  add('token_embd.weight', [vocabSize, hiddenSize], 'Q8_0');
  if (!tiedHead) add('output.weight', [vocabSize, hiddenSize], 'Q8_0');
  add('output_norm.weight', [hiddenSize], 'norm');
  for (let layer = 0; layer < tiny.layers; layer += 1) {
    const role = (name: string) => `blk.${layer}.${name}`;
    add(role('attn_norm.weight'), [hiddenSize], 'norm');
    add(role('ffn_norm.weight'), [hiddenSize], 'norm');
    add(role('attn_q.weight'), [heads * headDim, hiddenSize], weights);
    add(role('attn_k.weight'), [kvHeads * headDim, hiddenSize], weights);
    add(role('attn_v.weight'), [kvHeads * headDim, hiddenSize], weights);
    add(role('attn_output.weight'), [hiddenSize, heads * headDim], weights);
    add(role('ffn_gate.weight'), [feedForward, hiddenSize], weights);
    add(role('ffn_up.weight'), [feedForward, hiddenSize], weights);
    add(role('ffn_down.weight'), [hiddenSize, feedForward], weights);
    if (!biases) continue;
    add(role('attn_q.bias'), [heads * headDim], 'F32');
    add(role('attn_k.bias'), [kvHeads * headDim], 'F32');
    add(role('attn_v.bias'), [kvHeads * headDim], 'F32');
  }
  return { fields: { ...modelFields(architecture), ...tokenizerFields }, tensors };
}

/** A whole tiny GGUF file. */
export function tinyGguf(options: TinyModelOptions = {}): Uint8Array {
  return writeGguf(tinyContent(options));
}

/** The printable form of each byte, as byte-level BPE has it, two merges, and the control tokens. */
const byteTokens = Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte)));
const vocabulary = ['<|endoftext|>', '<|im_start|>', '<|im_end|>', ...byteTokens, 'th', 'the', 'Ġthe', 'Ġt', '12'];

function printable(byte: number): number {
  const isShown = (code: number) => (code >= 33 && code <= 126) || (code >= 161 && code <= 172) || code >= 174;
  if (isShown(byte)) return byte;
  let hidden = 0;
  for (let code = 0; code < byte; code += 1) if (!isShown(code)) hidden += 1;
  return 256 + hidden;
}

const tokenizerFields: Record<string, GgufField> = {
  'tokenizer.ggml.model': { type: 'string', value: 'gpt2' },
  'tokenizer.ggml.pre': { type: 'string', value: 'smollm' },
  'tokenizer.ggml.tokens': { type: 'strings', value: vocabulary },
  'tokenizer.ggml.token_type': { type: 'i32s', value: vocabulary.map((_, id) => (id < 3 ? 3 : 1)) },
  'tokenizer.ggml.merges': { type: 'strings', value: ['t h', 'th e', 'Ġ t', 'Ġ the', '1 2'] },
  'tokenizer.ggml.eos_token_id': { type: 'u32', value: 2 },
};

function modelFields(architecture: string): Record<string, GgufField> {
  const key = (name: string) => `${architecture}.${name}`;
  return {
    'general.architecture': { type: 'string', value: architecture },
    [key('block_count')]: { type: 'u32', value: tiny.layers },
    [key('context_length')]: { type: 'u32', value: tiny.contextLength },
    [key('embedding_length')]: { type: 'u32', value: tiny.hiddenSize },
    [key('feed_forward_length')]: { type: 'u32', value: tiny.feedForward },
    [key('attention.head_count')]: { type: 'u32', value: tiny.heads },
    [key('attention.head_count_kv')]: { type: 'u32', value: tiny.kvHeads },
    [key('attention.layer_norm_rms_epsilon')]: { type: 'f32', value: 1e-5 },
    [key('rope.freq_base')]: { type: 'f32', value: 10_000 },
  };
}

const makers = {
  F32: (count: number, seed: number) => floats(count, seed, (normal) => normal * 0.15),
  norm: (count: number, seed: number) => floats(count, seed, (normal) => 1 + normal * 0.1),
  Q4_0: (count: number, seed: number) => ({ typeNumber: 2, data: blocks(count, 18, 1, seed) }),
  Q4_1: (count: number, seed: number) => ({ typeNumber: 3, data: blocks(count, 20, 2, seed) }),
  Q8_0: (count: number, seed: number) => ({ typeNumber: 8, data: blocks(count, 34, 1, seed) }),
};

function floats(count: number, seed: number, shape: (normal: number) => number) {
  const normal = seededNormal(seed);
  const values = Float32Array.from({ length: count }, () => shape(normal()));
  return { typeNumber: 0, data: new Uint8Array(values.buffer) };
}

/** Random blocks of 32 values. Scales in half precision lie near 2⁻⁵ (8 bits: 2⁻⁹), offsets near −8 times as much. */
function blocks(count: number, bytes: number, halves: 1 | 2, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const data = Uint8Array.from({ length: (count / 32) * bytes }, () => Math.floor(random() * 256));
  const view = new DataView(data.buffer);
  for (let at = 0; at < data.length; at += bytes) {
    const fraction = Math.floor(random() * 1024);
    const exponent = bytes === 34 ? 6 : 10;
    view.setUint16(at, (exponent << 10) | fraction, true);
    if (halves === 2) view.setUint16(at + 2, 0x8000 | ((exponent + 3) << 10) | Math.floor(random() * 1024), true);
  }
  return data;
}
