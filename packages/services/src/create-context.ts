import type { DatabaseShards } from '@guichet/db/database-for';
import type { ServiceContext } from './context.ts';

/** The context of the real world, in workerd and in Node. */
export function createContext(shards: DatabaseShards): ServiceContext {
  return {
    shards,
    now: () => Date.now(),
    newId: (prefix) => `${prefix}_${crypto.randomUUID().replaceAll('-', '')}`,
    wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
    random: () => Math.random(),
  };
}
