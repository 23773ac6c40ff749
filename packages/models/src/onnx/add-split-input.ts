import { stackedSize } from '../weights/matrix.ts';
import { addBlockView } from './add-block-view.ts';
import type { LinearLayer } from './add-linear.ts';

const highest = 127;
// Keeps a block of zeros from dividing by zero; far below any activation.
const tiniest = 1e-30;

/**
 * Adds a product whose kernel rounds activations to 8 bits, with 15 bits instead: the part of x that the kernel keeps and the rest of
 * x go through it side by side, as two batches that read the weights once, and are added.
 */
export async function addSplitInput(layer: LinearLayer, add: (layer: LinearLayer) => Promise<string>): Promise<string> {
  const { writer, input, name, parts } = layer;
  const { columns } = stackedSize(parts);
  const x = await addBlockView(writer, input, name, columns);
  const { high, low } = await addParts(layer, x);
  const both = writer.node('Concat', [high, low], [`${name}.parts`], { attributes: { axis: 0 } });
  const flat = await writer.constant(`flat.${columns}`, 'int64', [3], BigInt64Array.of(0n, 0n, BigInt(columns)));
  const product = await add({ ...layer, input: writer.node('Reshape', [both, flat], [`${name}.stacked`]) });
  const halves = [`${name}.high.y`, `${name}.low.y`] as const;
  writer.node('Split', [product], halves, { attributes: { axis: 0, num_outputs: 2 } });
  return writer.node('Add', halves, [`${name}.sum`]);
}

/** Rounds each block as the kernel does, by its largest value; the kernel then keeps `high` as it is. */
async function addParts({ writer, name }: LinearLayer, x: string): Promise<{ high: string; low: string }> {
  const steps = await writer.constant('split.steps', 'float32', [], Float32Array.of(1 / highest));
  const least = await writer.constant('split.least', 'float32', [], Float32Array.of(tiniest));
  const last = await writer.constant('axis.last', 'int64', [1], BigInt64Array.of(-1n));
  const size = writer.node('Abs', [x], [`${name}.abs`]);
  const peak = writer.node('ReduceMax', [size, last], [`${name}.peak`], { attributes: { keepdims: 1 } });
  const scale = writer.node('Max', [writer.node('Mul', [peak, steps], [`${name}.step`]), least], [`${name}.scale`]);
  const whole = writer.node('Round', [writer.node('Div', [x, scale], [`${name}.ratio`])], [`${name}.whole`]);
  const high = writer.node('Mul', [whole, scale], [`${name}.high`]);
  return { high, low: writer.node('Sub', [x, high], [`${name}.low`]) };
}
