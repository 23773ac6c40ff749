import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { cancelled } from './cancelled.ts';
import { PackError } from './pack-error.ts';

const retryMs = 200;
const busy = 5;

export interface PackLockOptions {
  signal: AbortSignal;
  /** Called once where another holder has to be waited for. */
  onWait(): void;
}

/**
 * Waits for a lock file and takes it; gives back a function that lets it go. The lock is the operating system's own, through
 * SQLite (Node offers no other): it ends with the process that holds it, however that ends. The empty file stays.
 */
export async function takePackLock(file: string, { signal, onWait }: PackLockOptions): Promise<() => void> {
  for (let attempt = 0; ; attempt += 1) {
    if (signal.aborted) throw cancelled(signal.reason);
    const lock = tryLock(file);
    if (lock !== null) return () => lock.close();
    if (attempt === 0) onWait();
    await wait(retryMs, null, { signal }).catch(() => {});
  }
}

function tryLock(file: string): DatabaseSync | null {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return null;
    throw new PackError('not_writable', `${file} cannot be locked. Check the folder's permissions, then start again.`, {
      cause: error,
    });
  }
}
