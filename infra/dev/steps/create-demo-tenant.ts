import { readFileSync } from 'node:fs';
import type { D1Database } from '@cloudflare/workers-types';
import { tenantSettings } from '@guichet/protocol/tenant-settings';
import { createContext } from '@guichet/services/create-context';
import { createKey } from '@guichet/services/key/create-key';
import { createTenant } from '@guichet/services/tenant/create-tenant';

export interface DemoTenantOptions {
  tenantFile: string;
  secretKey: string;
  publishableKey: string;
}

const tenantId = 'demo-bank';

/** Makes the demo bank with its two keys, or brings its settings up to date, with the verbs that the platform itself uses. */
export async function createDemoTenant(database: D1Database, options: DemoTenantOptions): Promise<void> {
  const context = createContext({ main: database });
  const system = { kind: 'system', tenantId } as const;
  await createTenant(context, system, tenantSettings.parse(JSON.parse(readFileSync(options.tenantFile, 'utf8'))));
  await createKey(context, system, { kind: 'secret', key: options.secretKey });
  await createKey(context, system, { kind: 'publishable', key: options.publishableKey });
}
