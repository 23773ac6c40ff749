import { PackError } from '../pack-error.ts';
import { halfToNumber } from './half-float.ts';
import type { GgufTensor } from './read-gguf.ts';

type Decoder = (view: DataView, out: Float32Array) => void;

// Block layouts after ggml-common.h: scale (and offset) in half precision, then 32 values.
const decoders: Record<string, Decoder> = {
  F32: (view, out) => fill(out, (index) => view.getFloat32(index * 4, true)),
  F16: (view, out) => fill(out, (index) => halfToNumber(view.getUint16(index * 2, true))),
  BF16: (view, out) => bfloat(view, out),
  Q4_0: (view, out) =>
    blocks(view, out, 18, (at, put) => {
      const scale = halfToNumber(view.getUint16(at, true));
      nibbles(view, at + 2, (index, nibble) => put(index, (nibble - 8) * scale));
    }),
  Q4_1: (view, out) =>
    blocks(view, out, 20, (at, put) => {
      const scale = halfToNumber(view.getUint16(at, true));
      const offset = halfToNumber(view.getUint16(at + 2, true));
      nibbles(view, at + 4, (index, nibble) => put(index, nibble * scale + offset));
    }),
  Q8_0: (view, out) =>
    blocks(view, out, 34, (at, put) => {
      const scale = halfToNumber(view.getUint16(at, true));
      for (let index = 0; index < 32; index += 1) put(index, view.getInt8(at + 2 + index) * scale);
    }),
};

/** A tensor's values as float32, in the order of its shape. */
export function dequantize(tensor: GgufTensor): Float32Array {
  const decode = decoders[tensor.type.name];
  if (decode === undefined) throw new PackError('unsupported_type', `${tensor.type.name} cannot be read.`);
  const out = new Float32Array(tensor.shape.reduce((product, size) => product * size, 1));
  decode(new DataView(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength), out);
  return out;
}

function fill(out: Float32Array, read: (index: number) => number): void {
  for (let index = 0; index < out.length; index += 1) out[index] = read(index);
}

function bfloat(view: DataView, out: Float32Array): void {
  const bits = new Uint32Array(out.buffer, out.byteOffset, out.length);
  for (let index = 0; index < bits.length; index += 1) bits[index] = view.getUint16(index * 2, true) << 16;
}

function blocks(
  view: DataView,
  out: Float32Array,
  bytes: number,
  decode: (at: number, put: (index: number, value: number) => void) => void,
): void {
  for (let block = 0; block * 32 < out.length; block += 1) {
    decode(block * bytes, (index, value) => {
      out[block * 32 + index] = value;
    });
  }
  if (view.byteLength !== (out.length / 32) * bytes)
    throw new PackError('corrupt', 'A tensor has another size than its shape says.');
}

/** The low nibbles of 16 bytes are the first 16 values, the high ones the rest. */
function nibbles(view: DataView, at: number, put: (index: number, nibble: number) => void): void {
  for (let index = 0; index < 16; index += 1) {
    const byte = view.getUint8(at + index);
    put(index, byte & 15);
    put(index + 16, byte >> 4);
  }
}
