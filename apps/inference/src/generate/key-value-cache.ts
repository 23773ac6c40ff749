import { Tensor } from 'onnxruntime-node';

/** Keys and values of one sequence by the graph's input names: float32 [1, kvHeads, length, headDim] each. */
export interface KeyValueCache {
  length: number;
  tensors: Record<string, Tensor>;
}

export interface CacheShape {
  layers: number;
  kvHeads: number;
  headDim: number;
}

/** A cache without tokens. */
export function emptyCache({ layers, kvHeads, headDim }: CacheShape): KeyValueCache {
  const tensors: Record<string, Tensor> = {};
  for (let layer = 0; layer < layers; layer += 1) {
    for (const part of ['k', 'v']) {
      tensors[`past.${layer}.${part}`] = new Tensor('float32', new Float32Array(0), [1, kvHeads, 0, headDim]);
    }
  }
  return { length: 0, tensors };
}

/** The cache that a run gave back, under the names it goes in by. */
export function nextCache(outputs: Record<string, Tensor>, length: number): KeyValueCache {
  const tensors: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(outputs)) {
    if (name.startsWith('present.')) tensors[name.replace('present.', 'past.')] = tensor;
  }
  return { length, tensors };
}

/** Bytes a cache holds. */
export function cacheBytes({ layers, kvHeads, headDim }: CacheShape, length: number): number {
  return layers * 2 * kvHeads * length * headDim * Float32Array.BYTES_PER_ELEMENT;
}
