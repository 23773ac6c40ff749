/** A metadata value with its type in the file. */
export type GgufField =
  | { type: 'u32' | 'f32' | 'u64'; value: number }
  | { type: 'bool'; value: boolean }
  | { type: 'string'; value: string }
  | { type: 'strings'; value: readonly string[] }
  | { type: 'i32s'; value: readonly number[] };

export interface StoredTensor {
  name: string;
  /** Rows first; the file has them last. */
  shape: readonly number[];
  typeNumber: number;
  data: Uint8Array;
}

export interface GgufContent {
  fields: Readonly<Record<string, GgufField>>;
  tensors: readonly StoredTensor[];
}

const alignment = 32;

/** A GGUF file, version 3, written after the published specification. */
export function writeGguf({ fields, tensors }: GgufContent): Uint8Array {
  const entries = Object.entries(fields);
  const header = [u32(0x46554747), u32(3), u64(tensors.length), u64(entries.length)];
  for (const [name, field] of entries) header.push(text(name), ...value(field));
  let offset = 0;
  for (const tensor of tensors) {
    header.push(text(tensor.name), u32(tensor.shape.length), ...[...tensor.shape].reverse().map(u64));
    header.push(u32(tensor.typeNumber), u64(offset));
    offset = aligned(offset + tensor.data.byteLength);
  }
  const parts = [padded(Buffer.concat(header)), ...tensors.map((tensor) => padded(Buffer.from(tensor.data)))];
  return new Uint8Array(Buffer.concat(parts));
}

function value(field: GgufField): Buffer[] {
  switch (field.type) {
    case 'u32':
      return [u32(4), u32(field.value)];
    case 'u64':
      return [u32(10), u64(field.value)];
    case 'f32':
      return [u32(6), f32(field.value)];
    case 'bool':
      return [u32(7), Buffer.of(field.value ? 1 : 0)];
    case 'string':
      return [u32(8), text(field.value)];
    case 'strings':
      return [u32(9), u32(8), u64(field.value.length), ...field.value.map(text)];
    case 'i32s':
      return [u32(9), u32(5), u64(field.value.length), ...field.value.map(u32)];
  }
}

export function u32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}

export function u64(number: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(number));
  return bytes;
}

export function text(content: string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([u64(bytes.byteLength), bytes]);
}

function f32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(number);
  return bytes;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(aligned(bytes.byteLength) - bytes.byteLength)]);
}

function aligned(offset: number): number {
  return Math.ceil(offset / alignment) * alignment;
}
