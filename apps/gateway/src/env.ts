import { z } from 'zod';

const bindings = z.object({
  DB: z.custom<D1Database>(
    (value) => typeof value === 'object' && value !== null && 'prepare' in value,
    'a D1 binding',
  ),
  ASSETS: z.custom<Fetcher>((value) => typeof value === 'object' && value !== null && 'fetch' in value).optional(),
  INFERENCE_URL: z.url({ protocol: /^https?$/ }),
  INFERENCE_TOKEN: z.string().min(16, 'must be at least 16 characters'),
  SECRETS_KEY: z
    .string()
    .regex(/^[\w+/-]{43}=?$/, 'must be 32 bytes in base64')
    .optional(),
  /** Wrapped keys of the vault, and the key that wraps them: 32 bytes, base64. Without both, values behind placeholders are thrown away. */
  KEYS: z
    .custom<KVNamespace>((value) => typeof value === 'object' && value !== null && 'list' in value, 'a KV namespace')
    .optional(),
  VAULT_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in base64')
    .optional(),
  ENVIRONMENT: z.enum(['production', 'development']).default('production'),
});

/** The gateway's settings, from its bindings. */
export interface GatewaySettings {
  database: D1Database;
  /** The demo website, where one is deployed beside the gateway. */
  assets: Fetcher | undefined;
  /** Where values behind placeholders are kept; none where the deployment has no vault. */
  vault: { keys: KVNamespace; masterKey: string } | undefined;
  inferenceUrl: string;
  inferenceToken: string;
  /** Opens the tenants' sealed secrets: 32 bytes in base64. Without it nobody is identified by HS256, and no action is taken. */
  secretsKey: string | undefined;
  /** Web pages on localhost may use any tenant's publishable key. */
  development: boolean;
}

/** Parses the bindings once. Throws a sentence naming each wrong one. */
export function readSettings(source: unknown): GatewaySettings {
  const parsed = bindings.safeParse(source);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The gateway's bindings are wrong: ${faults.join('; ')}`);
  }
  const { DB, ASSETS, KEYS, VAULT_KEY, INFERENCE_URL, INFERENCE_TOKEN, SECRETS_KEY, ENVIRONMENT } = parsed.data;
  return {
    database: DB,
    assets: ASSETS,
    vault: KEYS === undefined || VAULT_KEY === undefined ? undefined : { keys: KEYS, masterKey: VAULT_KEY },
    inferenceUrl: INFERENCE_URL.replace(/\/+$/, ''),
    inferenceToken: INFERENCE_TOKEN,
    secretsKey: SECRETS_KEY,
    development: ENVIRONMENT === 'development',
  };
}
