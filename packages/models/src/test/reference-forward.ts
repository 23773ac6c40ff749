import { dequantize } from '../gguf/dequantize.ts';
import type { Gguf } from '../gguf/read-gguf.ts';

/**
 * Logits of a prompt's last token, in plain loops of double precision over the file's own weights. It shares nothing with the graph
 * builder but the decoding of blocks: queries and keys stay in the order of the file, and are rotated in that order.
 */
export function referenceForward(gguf: Gguf, ids: readonly number[]): Float64Array {
  const model = readModel(gguf);
  let states: Float64Array[] = ids.map((id) => Float64Array.from(model.row('token_embd.weight', id)));
  for (let layer = 0; layer < model.layers; layer += 1) {
    const added = attend(model, layer, states);
    states = states.map((state, token) => sum(state, added[token]));
    states = states.map((state) => sum(state, feedForward(model, layer, state)));
  }
  const last = states.at(-1) ?? new Float64Array();
  const head = gguf.tensors.has('output.weight') ? 'output.weight' : 'token_embd.weight';
  return product(model.weights(head), normed(last, model.weights('output_norm.weight'), model.epsilon));
}

type Model = ReturnType<typeof readModel>;

function readModel(gguf: Gguf) {
  const architecture = String(gguf.metadata.get('general.architecture'));
  const read = (key: string) => Number(gguf.metadata.get(`${architecture}.${key}`));
  const cache = new Map<string, Float32Array>();
  const weights = (name: string): Float32Array => {
    const tensor = gguf.tensors.get(name);
    const values = cache.get(name) ?? (tensor === undefined ? new Float32Array() : dequantize(tensor));
    cache.set(name, values);
    return values;
  };
  const hidden = read('embedding_length');
  const heads = read('attention.head_count');
  return {
    layers: read('block_count'),
    heads,
    group: heads / read('attention.head_count_kv'),
    headDim: hidden / heads,
    base: read('rope.freq_base'),
    epsilon: read('attention.layer_norm_rms_epsilon'),
    // llama.cpp stores llama's rows so that neighbours are rotated together; qwen2's keep halves.
    neighbours: architecture === 'llama',
    weights,
    row: (name: string, row: number) => weights(name).subarray(row * hidden, (row + 1) * hidden),
  };
}

function attend(model: Model, layer: number, states: readonly Float64Array[]): Float64Array[] {
  const { headDim, heads, group } = model;
  const part = (name: string, state: Float64Array) => {
    const values = product(model.weights(`blk.${layer}.attn_${name}.weight`), state);
    return sum(values, model.weights(`blk.${layer}.attn_${name}.bias`));
  };
  const inputs = states.map((state) => normed(state, model.weights(`blk.${layer}.attn_norm.weight`), model.epsilon));
  const queries = inputs.map((input, position) => rotated(model, part('q', input), position));
  const keys = inputs.map((input, position) => rotated(model, part('k', input), position));
  const values = inputs.map((input) => part('v', input));
  return queries.map((query, position) => {
    const mixed = new Float64Array(heads * headDim);
    for (let head = 0; head < heads; head += 1) {
      const from = Math.floor(head / group) * headDim;
      const seen = keys.slice(0, position + 1);
      const scores = seen.map((key) => {
        let dot = 0;
        for (let index = 0; index < headDim; index += 1)
          dot += (query[head * headDim + index] ?? 0) * (key[from + index] ?? 0);
        return dot / Math.sqrt(headDim);
      });
      const shares = softmax(scores);
      for (const [past, share] of shares.entries())
        for (let index = 0; index < headDim; index += 1)
          mixed[head * headDim + index] =
            (mixed[head * headDim + index] ?? 0) + share * (values[past]?.[from + index] ?? 0);
    }
    return product(model.weights(`blk.${layer}.attn_output.weight`), mixed);
  });
}

function feedForward(model: Model, layer: number, state: Float64Array): Float64Array {
  const weights = (name: string) => model.weights(`blk.${layer}.ffn_${name}.weight`);
  const input = normed(state, weights('norm'), model.epsilon);
  const gate = product(weights('gate'), input);
  const up = product(weights('up'), input);
  return product(
    weights('down'),
    gate.map((value, index) => (value / (1 + Math.exp(-value))) * (up[index] ?? 0)),
  );
}

function rotated({ headDim, base, neighbours }: Model, vector: Float64Array, position: number): Float64Array {
  const result = Float64Array.from(vector);
  for (let head = 0; head < vector.length; head += headDim) {
    for (let pair = 0; pair < headDim / 2; pair += 1) {
      const first = head + (neighbours ? pair * 2 : pair);
      const second = neighbours ? first + 1 : first + headDim / 2;
      const angle = position * base ** ((-2 * pair) / headDim);
      const [x, y] = [vector[first] ?? 0, vector[second] ?? 0];
      result[first] = x * Math.cos(angle) - y * Math.sin(angle);
      result[second] = x * Math.sin(angle) + y * Math.cos(angle);
    }
  }
  return result;
}

/** Weights [rows, columns] times a vector. */
function product(weights: Float32Array, vector: Float64Array): Float64Array {
  const result = new Float64Array(weights.length / vector.length);
  for (let row = 0; row < result.length; row += 1) {
    let dot = 0;
    const start = row * vector.length;
    for (let column = 0; column < vector.length; column += 1)
      dot += (weights[start + column] ?? 0) * (vector[column] ?? 0);
    result[row] = dot;
  }
  return result;
}

function normed(vector: Float64Array, weights: Float32Array, epsilon: number): Float64Array {
  const square = vector.reduce((total, value) => total + value * value, 0) / vector.length;
  const scale = 1 / Math.sqrt(square + epsilon);
  return vector.map((value, index) => value * scale * (weights[index] ?? 0));
}

function sum(first: Float64Array, second: ArrayLike<number> | undefined): Float64Array {
  return first.map((value, index) => value + (second?.[index] ?? 0));
}

function softmax(scores: readonly number[]): number[] {
  const peak = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - peak));
  const total = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / total);
}
