/** One value in a browser's storage. A browser that forbids storage just forgets, and what was spoilt counts as none. */
export interface KeptValue<Value> {
  load(): Value | null;
  save(value: Value): void;
  clear(): void;
}

/** Keeps a value as JSON under a name; `read` gives `null` for what is none of its kind. */
export function createKeptValue<Value>(
  storage: () => Storage,
  name: string,
  read: (value: unknown) => Value | null,
): KeptValue<Value> {
  const quietly = <Result>(work: () => Result): Result | null => {
    try {
      return work();
    } catch {
      return null;
    }
  };
  return {
    load: () => quietly(() => read(JSON.parse(storage().getItem(name) ?? 'null'))),
    save: (value) => void quietly(() => storage().setItem(name, JSON.stringify(value))),
    clear: () => void quietly(() => storage().removeItem(name)),
  };
}
