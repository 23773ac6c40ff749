import { PackError } from '../pack-error.ts';
import { GgufReader, type GgufValue } from './gguf-reader.ts';
import { foreignTypeNames, type TensorType, tensorTypes } from './tensor-types.ts';

export interface GgufTensor {
  name: string;
  /** Rows last in the file become rows first here: [rows, columns] for a matrix, [length] for a vector. */
  shape: number[];
  type: TensorType;
  /** The stored bytes, a view into the file. */
  data: Uint8Array;
}

export interface Gguf {
  metadata: ReadonlyMap<string, GgufValue>;
  tensors: ReadonlyMap<string, GgufTensor>;
}

const magic = 0x46554747;
const mostTensors = 100_000;
const mostMetadata = 100_000;
const mostDimensions = 4;

/** Reads a GGUF file of version 2 or 3. Throws `corrupt`, `truncated` or `unsupported_type`, never reads out of bounds. */
export function readGguf(file: Uint8Array): Gguf {
  const reader = new GgufReader(file);
  if (reader.u32() !== magic) throw new PackError('corrupt', 'This is not a GGUF file.');
  const version = reader.u32();
  if (version !== 2 && version !== 3)
    throw new PackError('corrupt', `GGUF version ${version} is not known; 2 and 3 are.`);
  const tensorCount = bounded(reader.u64(), mostTensors, 'tensors');
  const metadataCount = bounded(reader.u64(), mostMetadata, 'metadata entries');
  const metadata = new Map<string, GgufValue>();
  for (let index = 0; index < metadataCount; index += 1) metadata.set(reader.string(), reader.value(reader.u32()));
  const infos = Array.from({ length: tensorCount }, () => readInfo(reader));
  if (metadata.size < metadataCount || new Set(infos.map((info) => info.name)).size < tensorCount)
    throw new PackError('corrupt', 'The GGUF file has two entries of one name.');
  const alignment = Number(metadata.get('general.alignment') ?? 32);
  if (!Number.isInteger(alignment) || alignment < 1 || alignment > 65_536)
    throw new PackError('corrupt', `The GGUF file claims an alignment of ${alignment}.`);
  const start = Math.ceil(reader.offset / alignment) * alignment;
  return { metadata, tensors: new Map(locate(infos, file, start).map((tensor) => [tensor.name, tensor])) };
}

interface TensorInfo {
  name: string;
  shape: number[];
  type: TensorType;
  offset: number;
  bytes: number;
}

function readInfo(reader: GgufReader): TensorInfo {
  const name = reader.string();
  const dimensions = bounded(reader.u32(), mostDimensions, 'dimensions');
  const shape = Array.from({ length: dimensions }, () => reader.u64()).reverse();
  const type = typeOf(reader.u32(), name);
  const values = shape.reduce((product, size) => product * size, 1);
  const columns = shape.at(-1) ?? 1;
  if (!Number.isSafeInteger(values) || values === 0 || columns % type.block !== 0)
    throw new PackError('corrupt', `The tensor ${name} has an impossible shape [${shape}].`);
  return { name, shape, type, offset: reader.u64(), bytes: (values / type.block) * type.bytes };
}

function typeOf(number: number, tensor: string): TensorType {
  const type = tensorTypes.get(number);
  if (type !== undefined) return type;
  const name = foreignTypeNames.get(number) ?? `number ${number}`;
  const known = [...tensorTypes.values()].map((entry) => entry.name).join(', ');
  throw new PackError('unsupported_type', `The tensor ${tensor} is stored as ${name}. Use a file with ${known}.`);
}

function locate(infos: readonly TensorInfo[], file: Uint8Array, start: number): GgufTensor[] {
  let end = 0;
  for (const info of [...infos].sort((a, b) => a.offset - b.offset)) {
    if (info.offset < end) throw new PackError('corrupt', `The tensor ${info.name} overlaps the one before it.`);
    end = info.offset + info.bytes;
    if (start + end > file.byteLength)
      throw new PackError('truncated', `The GGUF file ends before its tensor ${info.name}. Download it again.`);
  }
  return infos.map(({ name, shape, type, offset, bytes }) => ({
    name,
    shape,
    type,
    data: file.subarray(start + offset, start + offset + bytes),
  }));
}

function bounded(count: number, most: number, what: string): number {
  if (count > most) throw new PackError('corrupt', `The GGUF file claims ${count} ${what}.`);
  return count;
}
