import type { DatabaseShards } from '@guichet/db/database-for';
import type { Vault } from './vault/create-vault.ts';

/** Everything a verb needs from outside: databases, clock, chance. */
export interface ServiceContext {
  shards: DatabaseShards;
  /** Where values behind placeholders are kept; without one they are thrown away. */
  vault?: Vault;
  /** Unix time in milliseconds. */
  now(): number;
  /** A new unguessable id with a prefix that says what it names. */
  newId(prefix: string): string;
  wait(milliseconds: number): Promise<void>;
  /** A number in [0, 1), for jitter. */
  random(): number;
}
