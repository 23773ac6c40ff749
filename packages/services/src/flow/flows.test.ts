import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { makeTenant, testContext } from '../testing/fixtures.ts';
import { loadFlows } from './load-flows.ts';
import { storeFlows } from './store-flows.ts';

const flows = (name: string) => ({
  files: [{ path: `${name}.yaml`, content: `flow: ${name}` }],
  compiled: { flows: { [name]: {} }, actions: {} },
});

describe('flows of a tenant', () => {
  test('are replaced as a whole; the same ones again change nothing', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    expect(await loadFlows(context, tenant.id)).toEqual({ releaseId: null, compiled: null });
    const first = await storeFlows(context, tenant.secret, flows('a'));
    expect(first.changed).toBe(true);
    expect(await storeFlows(context, tenant.secret, flows('a'))).toEqual({ ...first, changed: false });
    const second = await storeFlows(context, tenant.secret, flows('b'));
    expect(await loadFlows(context, tenant.id)).toEqual({ releaseId: second.release, compiled: flows('b').compiled });
  });

  test('are kept for one release more, and written into the audit log', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    for (const name of ['a', 'b', 'c']) await storeFlows(context, tenant.secret, flows(name));
    const count = (table: string) =>
      env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE tenant_id = ?`).bind(tenant.id).first('n');
    expect(await count('flow_releases')).toBe(2);
    const log = await env.DB.prepare(
      "SELECT count(*) AS n FROM audit_log WHERE tenant_id = ? AND action = 'flow.import'",
    )
      .bind(tenant.id)
      .first('n');
    expect(log).toBe(3);
  });

  test('are not those of another tenant', async () => {
    const context = testContext();
    const [one, other] = [await makeTenant(context), await makeTenant(context)];
    await storeFlows(context, one.secret, flows('a'));
    expect(await loadFlows(context, other.id)).toEqual({ releaseId: null, compiled: null });
  });

  test('are imported by a secret key that may write, and nobody else', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    for (const caller of [tenant.reader, tenant.publishable]) {
      await expect(storeFlows(context, caller, flows('a'))).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});
