import { halfToNumber } from './half-float.ts';
import { decodeQ4K, decodeQ5K, decodeQ6K } from './k-quants.ts';

/** Puts the values of the block that begins at `at` into `out` from `to` on. */
export type BlockDecoder = (view: DataView, at: number, out: Float32Array, to: number) => void;

const half = (view: DataView, at: number): number => halfToNumber(view.getUint16(at, true));

// A bfloat16 is the high half of a float32; writing the one array reads as the other.
const floatBits = new Uint32Array(1);
const floatOfBits = new Float32Array(floatBits.buffer);

/** How each type's blocks are read, after ggml-common.h: little-endian, scales (and offsets) in half precision. */
export const blockDecoders: Readonly<Record<string, BlockDecoder>> = {
  F32(view, at, out, to) {
    out[to] = view.getFloat32(at, true);
  },
  F16(view, at, out, to) {
    out[to] = half(view, at);
  },
  BF16(view, at, out, to) {
    floatBits[0] = view.getUint16(at, true) << 16;
    out[to] = floatOfBits[0] ?? 0;
  },
  Q4_0(view, at, out, to) {
    const scale = half(view, at);
    nibbles(view, at + 2, (index, nibble) => {
      out[to + index] = (nibble - 8) * scale;
    });
  },
  Q4_1(view, at, out, to) {
    const scale = half(view, at);
    const offset = half(view, at + 2);
    nibbles(view, at + 4, (index, nibble) => {
      out[to + index] = nibble * scale + offset;
    });
  },
  Q5_0(view, at, out, to) {
    const scale = half(view, at);
    const fifth = view.getUint32(at + 2, true);
    nibbles(view, at + 6, (index, nibble) => {
      out[to + index] = (nibble + ((fifth >>> index) & 1) * 16 - 16) * scale;
    });
  },
  Q5_1(view, at, out, to) {
    const scale = half(view, at);
    const offset = half(view, at + 2);
    const fifth = view.getUint32(at + 4, true);
    nibbles(view, at + 8, (index, nibble) => {
      out[to + index] = (nibble + ((fifth >>> index) & 1) * 16) * scale + offset;
    });
  },
  Q8_0(view, at, out, to) {
    const scale = half(view, at);
    for (let index = 0; index < 32; index += 1) out[to + index] = view.getInt8(at + 2 + index) * scale;
  },
  Q4_K: decodeQ4K,
  Q5_K: decodeQ5K,
  Q6_K: decodeQ6K,
};

/** The low nibbles of 16 bytes are the first 16 values, the high ones the rest. */
function nibbles(view: DataView, at: number, put: (index: number, nibble: number) => void): void {
  for (let index = 0; index < 16; index += 1) {
    const byte = view.getUint8(at + index);
    put(index, byte & 15);
    put(index + 16, byte >> 4);
  }
}
