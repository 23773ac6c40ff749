import { readFileSync } from 'node:fs';
import type { D1Database } from '@cloudflare/workers-types';
import { type TenantSettings, tenantSettings } from '@guichet/protocol/tenant-settings';
import { createContext } from '@guichet/services/create-context';
import { createKey } from '@guichet/services/key/create-key';
import { createSecretBox } from '@guichet/services/security/secret-box';
import { createTenant } from '@guichet/services/tenant/create-tenant';
import { findTenant } from '@guichet/services/tenant/find-tenant';

export interface DemoTenantOptions {
  tenantFile: string;
  secretKey: string;
  publishableKey: string;
  secretsKey: string;
  bank: DemoBankLine;
}

/** How the platform and the demo bank know each other. */
export interface DemoBankLine {
  url: string;
  actionsSecret: string;
  audience: string;
  /** The public part of the key that signs identity tokens. */
  identityKey: { x: string; y: string };
}

const tenantId = 'demo-bank';

/** Makes the demo bank with its two keys, or brings its settings up to date, with the verbs that the platform itself uses. */
export async function createDemoTenant(database: D1Database, options: DemoTenantOptions): Promise<void> {
  const context = createContext({ main: database });
  const system = { kind: 'system', tenantId } as const;
  const before = await findTenant(context, tenantId).catch(() => undefined);
  const written: object = JSON.parse(readFileSync(options.tenantFile, 'utf8'));
  const line = await lineSettings(options, before);
  await createTenant(context, system, tenantSettings.parse({ ...written, ...line }));
  await createKey(context, system, { kind: 'secret', key: options.secretKey });
  await createKey(context, system, { kind: 'publishable', key: options.publishableKey });
}

async function lineSettings({ bank, secretsKey }: DemoTenantOptions, before: TenantSettings | undefined) {
  const { x, y } = bank.identityKey;
  const box = createSecretBox(secretsKey);
  const place = { tenantId, purpose: 'actions' } as const;
  const [kept = ''] = before?.actions?.secrets ?? [];
  // Sealing gives another text each time; the one that is there stays while it says the same, so that settings change only when they do.
  const same = (await box.open(place, kept).catch(() => '')) === bank.actionsSecret;
  return {
    identity: { algorithm: 'ES256', audience: bank.audience, publicKeys: [{ kty: 'EC', crv: 'P-256', x, y }] },
    actions: { url: `${bank.url}/actions`, secrets: [same ? kept : await box.seal(place, bank.actionsSecret)] },
  };
}
