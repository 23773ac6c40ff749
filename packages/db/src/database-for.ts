import type { D1Database } from '@cloudflare/workers-types';
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1';
import { schema } from './schema/schema.ts';

export type Database = DrizzleD1Database<typeof schema>;

/** The databases of a deployment. One for now; shards by tenant come in beside it. */
export interface DatabaseShards {
  main: D1Database;
}

// Reading the schema takes longer than most queries, and a binding lives as long as its isolate.
const opened = new WeakMap<D1Database, Database>();

/** The database that holds a tenant's rows: the only place that decides where they are. */
export function databaseFor(shards: DatabaseShards, _tenantId: string): Database {
  return open(shards.main);
}

/** The database of what must be found before the tenant is known: keys, and turns whose time ran out. */
export function directoryDatabase(shards: DatabaseShards): Database {
  return open(shards.main);
}

function open(binding: D1Database): Database {
  const known = opened.get(binding);
  if (known !== undefined) return known;
  const database = drizzle(binding, { schema });
  opened.set(binding, database);
  return database;
}
