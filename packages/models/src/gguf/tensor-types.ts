/** A way of storing weights: `block` values take `bytes` bytes. */
export interface TensorType {
  name: string;
  block: number;
  bytes: number;
}

/** The ggml types Guichet reads, by their number in the file. Others are refused by name. */
export const tensorTypes: ReadonlyMap<number, TensorType> = new Map([
  [0, { name: 'F32', block: 1, bytes: 4 }],
  [1, { name: 'F16', block: 1, bytes: 2 }],
  [2, { name: 'Q4_0', block: 32, bytes: 18 }],
  [3, { name: 'Q4_1', block: 32, bytes: 20 }],
  [8, { name: 'Q8_0', block: 32, bytes: 34 }],
  [30, { name: 'BF16', block: 1, bytes: 2 }],
]);

/** Names of types that exist and are not read, for the refusal. */
export const foreignTypeNames: ReadonlyMap<number, string> = new Map([
  [6, 'Q5_0'],
  [7, 'Q5_1'],
  [10, 'Q2_K'],
  [11, 'Q3_K'],
  [12, 'Q4_K'],
  [13, 'Q5_K'],
  [14, 'Q6_K'],
  [15, 'Q8_K'],
  [16, 'IQ2_XXS'],
  [20, 'IQ4_NL'],
  [23, 'IQ4_XS'],
]);
