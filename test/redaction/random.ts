/** A source of chance that gives the same numbers each time (mulberry32). */
export interface Chance {
  /** From 0 up to but not including `below`. */
  integer(below: number): number;
  pick<Item>(items: readonly Item[]): Item;
  digits(count: number): string;
}

export function chance(seed: number): Chance {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (below: number) => Math.floor(next() * below);
  return {
    integer,
    pick(items) {
      const item = items[integer(items.length)];
      if (item === undefined) throw new Error('There is nothing to pick from.');
      return item;
    },
    digits: (count) => Array.from({ length: count }, () => integer(10)).join(''),
  };
}
