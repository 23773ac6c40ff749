const z = 1.96;

/** Bounds of a share that was seen `hits` times of `all`, with 95 % confidence (Wilson's score interval). */
export function wilson(hits: number, all: number): { low: number; high: number } {
  const share = hits / all;
  const middle = share + z ** 2 / (2 * all);
  const half = z * Math.sqrt((share * (1 - share)) / all + z ** 2 / (4 * all ** 2));
  const scale = 1 + z ** 2 / all;
  return { low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) };
}
