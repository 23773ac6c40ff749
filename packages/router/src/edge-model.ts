/**
 * The edge tier's model. File: `GEDG`, u32 version, u32 header bytes, JSON header, then int8 weights [buckets, columns] and float32
 * column scales and biases; little-endian. The last column is "out of scope".
 */
export interface EdgeModel {
  version: string;
  /** Intents in column order, without the out-of-scope column. */
  labels: readonly string[];
  bucketCount: number;
  /** int8 [buckets, labels + 1] */
  weights: Int8Array;
  /** float32 [labels + 1] each */
  scales: Float32Array;
  biases: Float32Array;
  /** Softmax temperature per language, from development rows. */
  temperature: { en: number; zh: number };
  /** At or above: sure enough to answer without the encoder. */
  accept: { en: number; zh: number };
}

/** An edge model that cannot be read. */
export class EdgeModelError extends Error {
  override readonly name = 'EdgeModelError';
}

const magic = 'GEDG';
const knownVersion = 1;
const prefixBytes = 12;

interface Header {
  version: string;
  labels: string[];
  buckets: number;
  temperature: EdgeModel['temperature'];
  accept: EdgeModel['accept'];
}

/** Reads a model. Throws `EdgeModelError` for anything that is not exactly one. */
export function loadEdgeModel(source: ArrayBuffer | Uint8Array): EdgeModel {
  const bytes = plainBytes(source);
  if (bytes.byteLength < prefixBytes || new TextDecoder().decode(bytes.subarray(0, 4)) !== magic)
    throw new EdgeModelError('This is not an edge model.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(4, true) !== knownVersion)
    throw new EdgeModelError(`Edge model version ${view.getUint32(4, true)} is not known.`);
  const start = prefixBytes + view.getUint32(8, true);
  const header = readHeader(bytes.subarray(prefixBytes, start));
  const columns = header.labels.length + 1;
  const weightBytes = header.buckets * columns;
  if (bytes.byteLength !== start + weightBytes + columns * 8)
    throw new EdgeModelError('The edge model is cut or too long.');
  // Copies: the offsets inside the file are not aligned for float32.
  const floats = (offset: number) => new Float32Array(bytes.slice(offset, offset + columns * 4).buffer);
  return {
    version: header.version,
    labels: header.labels,
    bucketCount: header.buckets,
    weights: new Int8Array(bytes.buffer, bytes.byteOffset + start, weightBytes),
    scales: floats(start + weightBytes),
    biases: floats(start + weightBytes + columns * 4),
    temperature: header.temperature,
    accept: header.accept,
  };
}

/** The bytes under a plain view: `slice` of Node's Buffer copies nothing, and floats would then be read from the file's beginning. */
function plainBytes(source: ArrayBuffer | Uint8Array): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}

function readHeader(bytes: Uint8Array): Header {
  try {
    const header: Header = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    const whole =
      Array.isArray(header.labels) &&
      Number.isInteger(header.buckets) &&
      header.buckets > 0 &&
      header.temperature.en > 0 &&
      header.accept.zh > 0;
    if (!whole) throw new EdgeModelError('The edge model lacks a part of its header.');
    return header;
  } catch (cause) {
    if (cause instanceof EdgeModelError) throw cause;
    throw new EdgeModelError('The header of the edge model cannot be read.', { cause });
  }
}
