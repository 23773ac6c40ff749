import type { Tensor } from 'onnxruntime-node';

/** One row of a float32 [rows, columns] output. */
export function vector(tensor: Tensor | undefined, row: number): number[] {
  if (tensor === undefined) throw new Error('The model lacks an output that its manifest promises.');
  const columns = tensor.dims.length > 1 ? (tensor.dims[1] ?? 1) : 1;
  const data = tensor.data as Float32Array;
  return Array.from(data.subarray(row * columns, (row + 1) * columns));
}
