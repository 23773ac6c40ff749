import { PackError } from '../pack-error.ts';

// Layout after ggml's published specification of the format (docs/gguf.md): little-endian throughout.
const valueSizes = [1, 1, 2, 2, 4, 4, 4, 1] as const;
const stringType = 8;
const arrayType = 9;
const longestArray = 10_000_000;
const longestString = 50_000_000;

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
    if (length > longestString) throw corrupt(`a text of ${length} bytes`);
    const start = this.#take(length);
    return new TextDecoder().decode(this.#bytes.subarray(start, start + length));
  }

  value(type: number): GgufValue {
    if (type === stringType) return this.string();
    if (type === arrayType) return this.#array();
    return this.#scalar(type);
  }

  #array(): GgufValue[] {
    const type = this.u32();
    const length = this.u64();
    if (length > longestArray) throw corrupt(`a list of ${length} values`);
    return Array.from({ length }, () => this.value(type));
  }

  #scalar(type: number): GgufValue {
    const size = valueSizes[type] ?? (type >= 10 && type <= 12 ? 8 : 0);
    if (size === 0) throw corrupt(`the unknown value type ${type}`);
    const at = this.#take(size);
    switch (type) {
      case 0:
        return this.#view.getUint8(at);
      case 1:
        return this.#view.getInt8(at);
      case 2:
        return this.#view.getUint16(at, true);
      case 3:
        return this.#view.getInt16(at, true);
      case 4:
        return this.#view.getUint32(at, true);
      case 5:
        return this.#view.getInt32(at, true);
      case 6:
        return this.#view.getFloat32(at, true);
      case 7:
        return this.#view.getUint8(at) !== 0;
      case 10:
        return Number(this.#view.getBigUint64(at, true));
      case 11:
        return Number(this.#view.getBigInt64(at, true));
      default:
        return this.#view.getFloat64(at, true);
    }
  }

  #take(length: number): number {
    const start = this.offset;
    if (start + length > this.#bytes.byteLength)
      throw new PackError('truncated', 'The GGUF file ends in the middle of its header. Download it again.');
    this.offset = start + length;
    return start;
  }
}

function corrupt(what: string): PackError {
  return new PackError('corrupt', `The GGUF file is broken: it claims ${what}. Download it again.`);
}
