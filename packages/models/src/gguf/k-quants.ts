import { halfToNumber } from './half-float.ts';

// The "K" types: blocks of 256 values in eight groups of 32 (Q6_K: sixteen of 16), whose scales are quantized in their turn.

/** 4 bits a value; each group has a scale and an offset of 6 bits. */
export function decodeQ4K(view: DataView, at: number, out: Float32Array, to: number): void {
  const group = groupReader(view, at);
  for (let index = 0; index < 256; index += 1) {
    const { scale, offset } = group(index >> 5);
    out[to + index] = nibble(view, at + 16, index) * scale - offset;
  }
}

/** As Q4_K, with a fifth bit for each value in 32 bytes of its own: bit g of byte j belongs to value j of group g. */
export function decodeQ5K(view: DataView, at: number, out: Float32Array, to: number): void {
  const group = groupReader(view, at);
  for (let index = 0; index < 256; index += 1) {
    const { scale, offset } = group(index >> 5);
    const fifth = (view.getUint8(at + 16 + (index & 31)) >> (index >> 5)) & 1;
    out[to + index] = (nibble(view, at + 48, index) + fifth * 16) * scale - offset;
  }
}

/** 6 bits a value: four in nibbles, two in bytes of their own; groups of 16 with whole scales. */
export function decodeQ6K(view: DataView, at: number, out: Float32Array, to: number): void {
  const all = halfToNumber(view.getUint16(at + 208, true));
  for (let index = 0; index < 256; index += 1) {
    // Each half of 128 values has 64 bytes of nibbles and 32 bytes of high bits.
    const part = index >> 7;
    const within = index & 127;
    const low = (view.getUint8(at + part * 64 + (within & 63)) >> (within < 64 ? 0 : 4)) & 15;
    const high = (view.getUint8(at + 128 + part * 32 + (within & 31)) >> ((within >> 5) * 2)) & 3;
    out[to + index] = (low + high * 16 - 32) * all * view.getInt8(at + 192 + (index >> 4));
  }
}

/** Nibbles come in runs of 32 bytes: the low halves are one group, the high halves the next. */
function nibble(view: DataView, at: number, index: number): number {
  const byte = view.getUint8(at + (index >> 6) * 32 + (index & 31));
  return (index & 32) === 0 ? byte & 15 : byte >> 4;
}

/** Scales and offsets of Q4_K and Q5_K: twelve bytes hold eight of each, 6 bits long; the last four are split over two bytes. */
function groupReader(view: DataView, at: number): (group: number) => { scale: number; offset: number } {
  const allScale = halfToNumber(view.getUint16(at, true));
  const allOffset = halfToNumber(view.getUint16(at + 2, true));
  const byte = (index: number) => view.getUint8(at + 4 + index);
  const groups = Array.from({ length: 8 }, (_, group) => {
    const first = group < 4;
    const scale = first ? byte(group) & 63 : (byte(group + 4) & 15) | ((byte(group - 4) >> 6) << 4);
    const offset = first ? byte(group + 4) & 63 : (byte(group + 4) >> 4) | ((byte(group) >> 6) << 4);
    return { scale: scale * allScale, offset: offset * allOffset };
  });
  return (group) => groups[group] ?? { scale: 0, offset: 0 };
}
