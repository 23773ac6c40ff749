import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const developmentKeys = z.object({
  secretKey: z.string(),
  publishableKey: z.string(),
  /** Wraps the keys of the vault: 32 bytes, base64. */
  vaultKey: z.string().optional(),
});

export type DevelopmentKeys = Required<z.infer<typeof developmentKeys>>;

/** The demo tenant's keys, made at the first start and kept in the data folder; the database holds their hashes only. */
export function loadKeys(dataFolder: string): DevelopmentKeys {
  const file = join(dataFolder, 'keys.json');
  const known = readKeys(file);
  if (known?.vaultKey !== undefined) return { ...known, vaultKey: known.vaultKey };
  const { secretKey, publishableKey } = known ?? { secretKey: makeKey('sk_test'), publishableKey: makeKey('pk_test') };
  const keys = { secretKey, publishableKey, vaultKey: randomBytes(32).toString('base64') };
  writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  return keys;
}

function readKeys(file: string): z.infer<typeof developmentKeys> | undefined {
  try {
    return developmentKeys.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function makeKey(prefix: string): string {
  return `${prefix}_${randomBytes(24).toString('base64url')}`;
}
