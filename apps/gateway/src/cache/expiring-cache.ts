export interface ExpiringCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

export interface ExpiringCacheOptions {
  maxAgeMs: number;
  /** The least recently written entry goes first. */
  maxEntries: number;
  now(): number;
}

/** Values kept in the isolate for a while. It holds values, never promises: workerd forbids one request to await another's work. */
export function createExpiringCache<Value>({ maxAgeMs, maxEntries, now }: ExpiringCacheOptions): ExpiringCache<Value> {
  const entries = new Map<string, { value: Value; until: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined || entry.until > now()) return entry?.value;
      entries.delete(key);
      return undefined;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, { value, until: now() + maxAgeMs });
      const [oldest] = entries.keys();
      if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
    },
  };
}
