import { join } from 'node:path';
import type { Miniflare } from 'miniflare';
import { applyMigrations } from '../../../infra/dev/steps/apply-migrations.ts';
import { createDemoTenant } from '../../../infra/dev/steps/create-demo-tenant.ts';
import { root } from '../../e2e/support/start-platform.ts';

export const keys = {
  secretKey: 'sk_test_of_the_benchmark_0000',
  publishableKey: 'pk_test_of_the_benchmark_0000',
};

// Nothing is asked of the bank here.
const unusedBank = {
  url: 'http://127.0.0.1:9',
  actionsSecret: 'whsec_c2VjcmV0',
  audience: 'none',
  identityKey: { x: 'A'.repeat(43), y: 'A'.repeat(43) },
};

const migrations = join(root, 'packages/db/migrations');
const messages = 10;

/** A tenant, and a conversation of ten messages with their answers. Gives back the conversation's id. */
export async function fillGateway(gateway: Miniflare, url: string): Promise<string> {
  const database = await gateway.getD1Database('DB');
  await applyMigrations(database as never, migrations);
  await createDemoTenant(database as never, {
    tenantFile: join(root, 'content/demo-bank/tenant.json'),
    ...keys,
    secretsKey: 'A'.repeat(43),
    bank: unusedBank,
  });
  const post = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${keys.secretKey}`, 'content-type': 'application/json' };
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as { id: string };
  };
  const { id } = await post('/v1/conversations', {});
  for (let message = 0; message < messages; message += 1)
    await post(`/v1/conversations/${id}/messages`, { text: `agent ${message}` });
  return id;
}

/** The same rows for the other Worker. */
export async function copyRows(from: Miniflare, to: Miniflare): Promise<void> {
  const [source, target] = [await from.getD1Database('DB'), await to.getD1Database('DB')];
  await applyMigrations(target as never, migrations);
  for (const table of ['tenants', 'conversations', 'turns', 'messages']) {
    const { results } = await source.prepare(`SELECT * FROM ${table}`).all<Record<string, unknown>>();
    for (const row of results) {
      const columns = Object.keys(row);
      const places = columns.map(() => '?').join(', ');
      await target
        .prepare(`INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${places})`)
        .bind(...Object.values(row))
        .run();
    }
  }
}
