import type { KVNamespace } from '@cloudflare/workers-types';

/** Where wrapped keys are kept: a store that cannot be set back in time. */
export interface KeyStore {
  get(name: string): Promise<string | null>;
  put(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
  /** Every name that begins so. */
  list(prefix: string): Promise<string[]>;
}

/** Workers KV as a store of keys. */
export function kvKeyStore(namespace: KVNamespace): KeyStore {
  return {
    get: (name) => namespace.get(name),
    put: (name, value) => namespace.put(name, value),
    delete: (name) => namespace.delete(name),
    async list(prefix) {
      const names: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await namespace.list({ prefix, ...(cursor === undefined ? {} : { cursor }) });
        names.push(...page.keys.map(({ name }) => name));
        cursor = page.list_complete ? undefined : page.cursor;
      } while (cursor !== undefined);
      return names;
    },
  };
}
