import { PackError } from '../pack-error.ts';
import { blockDecoders } from './block-decoders.ts';
import type { GgufTensor } from './read-gguf.ts';

/** A tensor's values as float32, in the order of its shape. Throws `unsupported_type`, or `corrupt` where its bytes do not fit. */
export function dequantize({ name, type, shape, data }: GgufTensor): Float32Array {
  const decode = blockDecoders[type.name];
  if (decode === undefined) throw new PackError('unsupported_type', `${name}: ${type.name} cannot be read.`);
  const values = shape.reduce((product, size) => product * size, 1);
  if (data.byteLength !== (values / type.block) * type.bytes)
    throw new PackError('corrupt', `The tensor ${name} has another size than its shape says.`);
  const out = new Float32Array(values);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let block = 0; block * type.block < values; block += 1)
    decode(view, block * type.bytes, out, block * type.block);
  return out;
}
