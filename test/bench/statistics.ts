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
export function show({ p50, p95, low, high }: Spread, digits = 0): string {
  const round = (value: number) => value.toFixed(digits);
  return `${round(p50)} (${round(low)}–${round(high)}), p95 ${round(p95)}`;
}
