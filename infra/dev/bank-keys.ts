import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const bankKeys = z.object({
  /** Opens the tenants' sealed secrets: the gateway's binding SECRETS_KEY. */
  secretsKey: z.string(),
  /** Signs calls to the demo bank. */
  actionsSecret: z.string(),
  /** Signs the demo bank's identity tokens; a private JWK that only the bank has. */
  identityKey: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string(), d: z.string() }),
});

export type BankKeys = z.infer<typeof bankKeys>;

/** What the platform and the demo bank share and keep from each other; made at the first start and kept in the data folder. */
export function loadBankKeys(dataFolder: string): BankKeys {
  const file = join(dataFolder, 'bank-keys.json');
  try {
    return bankKeys.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const keys = bankKeys.parse({
      secretsKey: randomBytes(32).toString('base64'),
      actionsSecret: `whsec_${randomBytes(32).toString('base64')}`,
      identityKey: privateKey.export({ format: 'jwk' }),
    });
    writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
    return keys;
  }
}
