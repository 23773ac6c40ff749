import type { DatabaseShards } from '@guichet/db/database-for';
import type { ServiceContext } from './context.ts';
import { createVault } from './vault/create-vault.ts';
import type { KeyStore } from './vault/key-store.ts';

/** The context of the real world, in workerd and in Node. */
export function createContext(
  shards: DatabaseShards,
  keys?: { store: KeyStore; masterKey: string } | undefined,
): ServiceContext {
  const context: ServiceContext = {
    shards,
    now: () => Date.now(),
    newId: (prefix) => `${prefix}_${crypto.randomUUID().replaceAll('-', '')}`,
    wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
    random: () => Math.random(),
  };
  const { newId, now } = context;
  return keys === undefined ? context : { ...context, vault: createVault({ ...keys, newId, now }) };
}
