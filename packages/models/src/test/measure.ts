/** The largest difference of two vectors, as a share of the second's largest value. */
export function relativeError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let largest = 0;
  for (let index = 0; index < expected.length; index += 1) {
    const delta = Math.abs((found[index] ?? 0) - (expected[index] ?? 0));
    // A value that is no number must not pass for a small one.
    if (Number.isNaN(delta)) return Number.POSITIVE_INFINITY;
    difference = Math.max(difference, delta);
    largest = Math.max(largest, Math.abs(expected[index] ?? 0));
  }
  return difference / largest;
}

/** Index of the largest value. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index += 1) if ((values[index] ?? 0) > (values[best] ?? 0)) best = index;
  return best;
}
