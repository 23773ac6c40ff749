import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const developmentKeys = z.object({ secretKey: z.string(), publishableKey: z.string() });

export type DevelopmentKeys = z.infer<typeof developmentKeys>;

/** The demo tenant's keys, made at the first start and kept in the data folder; the database holds their hashes only. */
export function loadKeys(dataFolder: string): DevelopmentKeys {
  const file = join(dataFolder, 'keys.json');
  try {
    return developmentKeys.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    const keys = { secretKey: makeKey('sk_test'), publishableKey: makeKey('pk_test') };
    writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
    return keys;
  }
}

function makeKey(prefix: string): string {
  return `${prefix}_${randomBytes(24).toString('base64url')}`;
}
