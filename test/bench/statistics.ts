export interface Spread {
  count: number;
  p50: number;
  p95: number;
  /** 95 % interval of the median, by the order statistics of the binomial distribution. */
  low: number;
  high: number;
}

/** The value below which that share of all lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Median, tail and how sure the median is. */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const count = sorted.length;
  const at = (share: number) => sorted[Math.min(count - 1, Math.max(0, Math.ceil(share * count) - 1))] ?? Number.NaN;
  const half = 0.98 / Math.sqrt(count);
  return { count, p50: at(0.5), p95: at(0.95), low: at(0.5 - half), high: at(0.5 + half) };
}

/** `12.3 (11.9–12.8), p95 20.1` */
export function show(values: Spread, digits = 0): string {
  return `${showMedian(values, digits)}, p95 ${values.p95.toFixed(digits)}`;
}

/** `12.3 (11.9–12.8)`, where there are too few values for a tail. */
export function showMedian({ p50, low, high }: Spread, digits = 0): string {
  return `${p50.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

/** Ratios of two series that were measured in turns: `0.91 (0.88–0.95)`. */
export function showRatio(ours: readonly number[], theirs: readonly number[]): string {
  return showMedian(spread(ours.map((value, index) => value / (theirs[index] ?? Number.NaN))), 2);
}
