import type { KeyValueCache } from './key-value-cache.ts';

export interface PrefixCache {
  get(prefix: string): KeyValueCache | undefined;
  set(prefix: string, cache: KeyValueCache, bytes: number): void;
}

/**
 * Caches of computed prefixes (system prompt and passages), least recently used out first, bounded in bytes. Prefixes are
 * computed by the base model alone, so one entry is right for every expert and gate.
 */
export function createPrefixCache(limitBytes: number): PrefixCache {
  const entries = new Map<string, { cache: KeyValueCache; bytes: number }>();
  let held = 0;
  const drop = (key: string) => {
    held -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };
  return {
    get(prefix) {
      const entry = entries.get(prefix);
      if (entry === undefined) return undefined;
      entries.delete(prefix);
      entries.set(prefix, entry);
      return entry.cache;
    },
    set(prefix, cache, bytes) {
      if (bytes > limitBytes) return;
      drop(prefix);
      entries.set(prefix, { cache, bytes });
      held += bytes;
      for (const key of entries.keys()) {
        if (held <= limitBytes) break;
        drop(key);
      }
    },
  };
}
