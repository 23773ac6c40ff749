import type { Matrix } from '../weights/matrix.ts';
import { stackedValues } from '../weights/matrix.ts';
import { blockSize, quantizeInt8 } from '../weights/quantize-int8.ts';
import { isQ4, repackQ4 } from '../weights/repack-q4.ts';
import type { GraphWriter } from './graph-writer.ts';

/**
 * How weights are stored in the graph. `fp32` is the reference. `exact4` keeps a 4-bit file's own values; matrices it stores
 * otherwise, and all matrices under `int8`, get 8 bits.
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

// Level 4 computes with 8-bit activations; at level 0 the same kernel is seventeen times slower than float32.
const accuracyLevel = 4;

/** Adds `y = x · Wᵀ` to the graph; gives back the name of y [batch, tokens, rows of all parts]. */
export async function addLinear(layer: LinearLayer): Promise<string> {
  if (layer.quantization === 'fp32') return addFloat(layer);
  return layer.quantization === 'exact4' && layer.parts.every(isQ4) ? addExact4(layer) : addInt8(layer);
}

async function addFloat({ writer, input, name, parts }: LinearLayer): Promise<string> {
  const { rows, columns } = sizes(parts);
  const weights = await writer.constant(
    `${name}.w`,
    'float32',
    [columns, rows],
    transpose(stackedValues(parts), rows, columns),
  );
  return writer.node('MatMul', [input, weights], [`${name}.y`]);
}

async function addInt8({ writer, input, name, parts }: LinearLayer): Promise<string> {
  const { rows, columns } = sizes(parts);
  const { quantized, scales } = quantizeInt8(stackedValues(parts));
  const weights = await writer.constant(`${name}.w`, 'uint8', [rows, columns / blockSize, blockSize], quantized);
  const scale = await writer.constant(`${name}.s`, 'float32', [scales.length], scales);
  return addMatMulNBits({ writer, inputs: [input, weights, scale], output: `${name}.y`, rows, columns, bits: 8 });
}

async function addExact4({ writer, input, name, parts }: LinearLayer): Promise<string> {
  const { rows, columns } = sizes(parts);
  const blocks = columns / blockSize;
  const { packed, scales, constants } = repackQ4(parts);
  const weights = await writer.constant(`${name}.w`, 'uint8', [rows, blocks, blockSize / 2], packed);
  const scale = await writer.constant(`${name}.s`, 'float32', [scales.length], scales);
  const product = addMatMulNBits({
    writer,
    inputs: [input, weights, scale],
    output: `${name}.q`,
    rows,
    columns,
    bits: 4,
  });
  const constant = await writer.constant(`${name}.c`, 'float32', [blocks, rows], constants);
  const split = await writer.constant(
    `blocks.${columns}`,
    'int64',
    [4],
    BigInt64Array.of(0n, 0n, BigInt(blocks), BigInt(blockSize)),
  );
  const last = await writer.constant('axis.last', 'int64', [1], BigInt64Array.of(-1n));
  const shaped = writer.node('Reshape', [input, split], [`${name}.blocks`]);
  const sums = writer.node('ReduceSum', [shaped, last], [`${name}.sums`], { attributes: { keepdims: 0 } });
  const rest = writer.node('MatMul', [sums, constant], [`${name}.rest`]);
  return writer.node('Add', [product, rest], [`${name}.y`]);
}

function addMatMulNBits(options: {
  writer: GraphWriter;
  inputs: string[];
  output: string;
  rows: number;
  columns: number;
  bits: 4 | 8;
}): string {
  const { writer, inputs, output, rows, columns, bits } = options;
  const attributes = { K: columns, N: rows, bits, block_size: blockSize, accuracy_level: accuracyLevel };
  return writer.node('MatMulNBits', inputs, [output], { attributes, domain: 'com.microsoft' });
}

function sizes(parts: readonly Matrix[]): { rows: number; columns: number } {
  return { rows: parts.reduce((sum, part) => sum + part.rows, 0), columns: parts[0]?.columns ?? 0 };
}

function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      result[column * rows + row] = values[row * columns + column] ?? 0;
  return result;
}
