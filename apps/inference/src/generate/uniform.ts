/**
 * A number in [0, 1) that depends on seed and step alone (counter-based, after the finalizer of MurmurHash3): the same seed
 * gives the same text, alone or in company.
 */
export function uniform(seed: number, step: number): number {
  let state = (seed ^ Math.imul(step + 1, 0x9e3779b9)) >>> 0;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32;
}
