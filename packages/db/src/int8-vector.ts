import { customType } from 'drizzle-orm/sqlite-core';

/** A column of signed bytes. D1 gives blobs back as arrays of numbers; bytes go in. */
export const int8Vector = customType<{ data: Int8Array; driverData: Uint8Array | number[] | ArrayBuffer }>({
  dataType: () => 'blob',
  toDriver: (vector) => new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength),
  fromDriver: (stored) => Int8Array.from(stored instanceof ArrayBuffer ? new Int8Array(stored) : stored),
});

/** A vector as signed bytes, scaled to its largest part: its direction is kept, its length is not. */
export function toInt8(vector: readonly number[]): Int8Array {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return Int8Array.from(vector, (value) => Math.round((value / largest) * 127));
}
