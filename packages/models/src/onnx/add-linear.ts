import type { Matrix } from '../weights/matrix.ts';
import { stackedSize, stackedValues } from '../weights/matrix.ts';
import { isQ4 } from '../weights/repack-q4.ts';
import { addExact4 } from './add-exact4.ts';
import { addInt8 } from './add-int8.ts';
import { addSplitInput } from './add-split-input.ts';
import type { GraphWriter } from './graph-writer.ts';

/**
 * How weights are stored and multiplied in the graph. `fp32` is the reference. `exact4` keeps the values of 4-bit and 8-bit files as
 * they are and multiplies with full activations. `int8` rounds weights and activations to 8 bits: faster, and further from the reference.
 */
export type Quantization = 'fp32' | 'exact4' | 'int8';

export interface LinearLayer {
  writer: GraphWriter;
  quantization: Quantization;
  /** Name of the activations [batch, tokens, columns]. */
  input: string;
  /** Name for weights and results. */
  name: string;
  /** Matrices that share the input, one below the other. */
  parts: readonly Matrix[];
}

/** Adds `y = x · Wᵀ` to the graph; gives back the name of y [batch, tokens, rows of all parts]. */
export async function addLinear(layer: LinearLayer): Promise<string> {
  const { quantization, parts } = layer;
  if (quantization === 'fp32') return addFloat(layer);
  if (quantization === 'int8') return addInt8(layer);
  return parts.every(isQ4) ? addExact4(layer) : addSplitInput(layer, addInt8);
}

async function addFloat({ writer, input, name, parts }: LinearLayer): Promise<string> {
  const { rows, columns } = stackedSize(parts);
  const values = transpose(stackedValues(parts), rows, columns);
  const weights = await writer.constant(`${name}.w`, 'float32', [columns, rows], values);
  return writer.node('MatMul', [input, weights], [`${name}.y`]);
}

function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      result[column * rows + row] = values[row * columns + column] ?? 0;
  return result;
}
