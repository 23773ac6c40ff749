import { PackError } from '../pack-error.ts';

// Layout after ggml's published specification of the format (docs/gguf.md): little-endian throughout.
const scalars: Readonly<Record<number, { bytes: number; read(view: DataView, at: number): number | boolean }>> = {
  0: { bytes: 1, read: (view, at) => view.getUint8(at) },
  1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  2: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  3: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  4: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  5: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  6: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  7: { bytes: 1, read: (view, at) => view.getUint8(at) !== 0 },
  10: { bytes: 8, read: (view, at) => Number(view.getBigUint64(at, true)) },
  11: { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  12: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
};
const stringType = 8;
const arrayType = 9;
const deepestArray = 4;

export type GgufValue = number | string | boolean | GgufValue[];

/** Reads the values of a GGUF header one after the other; never beyond its bytes. */
export class GgufReader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** A 64-bit count or offset; larger than a number can hold exactly means a broken file. */
  u64(): number {
    const value = this.#view.getBigUint64(this.#take(8), true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw corrupt(`a number of ${value}`);
    return Number(value);
  }

  string(): string {
    const length = this.u64();
    const start = this.#take(length);
    return new TextDecoder().decode(this.#bytes.subarray(start, start + length));
  }

  value(type: number, depth = 0): GgufValue {
    if (type === stringType) return this.string();
    if (type === arrayType) return this.#array(depth);
    return this.#scalar(type);
  }

  #array(depth: number): GgufValue[] {
    if (depth >= deepestArray) throw corrupt('lists within lists without end');
    const type = this.u32();
    const length = this.u64();
    // Each value takes a byte at least: a list that cannot fit is refused before anything is set aside for it.
    if (length > this.#bytes.byteLength - this.offset) throw endOfHeader();
    return Array.from({ length }, () => this.value(type, depth + 1));
  }

  #scalar(type: number): GgufValue {
    const scalar = scalars[type];
    if (scalar === undefined) throw corrupt(`the unknown value type ${type}`);
    return scalar.read(this.#view, this.#take(scalar.bytes));
  }

  #take(length: number): number {
    const start = this.offset;
    if (start + length > this.#bytes.byteLength) throw endOfHeader();
    this.offset = start + length;
    return start;
  }
}

function corrupt(what: string): PackError {
  return new PackError('corrupt', `The GGUF file is broken: it claims ${what}. Download it again.`);
}

function endOfHeader(): PackError {
  return new PackError('truncated', 'The GGUF file ends in the middle of its header. Download it again.');
}
