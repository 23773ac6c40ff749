import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../security/sha256.ts';
import { createTenant } from '../tenant/create-tenant.ts';
import { findTenant } from '../tenant/find-tenant.ts';
import { makeTenant, settings, testContext } from '../testing/fixtures.ts';
import { authenticate } from './authenticate.ts';
import { createKey } from './create-key.ts';

const newKey = (prefix: string) => `${prefix}_${crypto.randomUUID()}`;

describe('a key', () => {
  test('finds its tenant, kind and rights by its hash', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    const [secret, reader, publishable] = [newKey('sk'), newKey('sk'), newKey('pk')];
    await createKey(context, tenant.system, { kind: 'secret', key: secret });
    await createKey(context, tenant.system, { kind: 'secret', access: 'read', key: reader });
    await createKey(context, tenant.system, { kind: 'publishable', key: publishable });
    const find = async (key: string) => authenticate(context, await sha256(key));
    expect(await find(secret)).toMatchObject({ kind: 'secret', tenantId: tenant.id, access: 'write' });
    expect(await find(reader)).toMatchObject({ kind: 'secret', access: 'read' });
    expect(await find(publishable)).toMatchObject({ kind: 'publishable', tenantId: tenant.id });
    expect(await find(newKey('sk'))).toBeUndefined();
  });

  test('is in the database as a hash alone, with an entry in the audit log', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    const key = newKey('sk');
    await createKey(context, tenant.system, { kind: 'secret', key });
    const dump = JSON.stringify((await env.DB.prepare('SELECT * FROM api_keys').all()).results);
    expect(dump).not.toContain(key);
    expect(dump).toContain(await sha256(key));
    const audit = await env.DB.prepare("SELECT * FROM audit_log WHERE tenant_id = ? AND action = 'key.create'")
      .bind(tenant.id)
      .all();
    expect(audit.results).toHaveLength(1);
    expect(JSON.stringify(audit.results)).not.toContain(key);
  });

  test('registered twice is one key and one audit entry', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    const key = newKey('sk');
    await createKey(context, tenant.system, { kind: 'secret', key });
    await createKey(context, tenant.system, { kind: 'secret', key });
    const count = await env.DB.prepare('SELECT count(*) AS n FROM audit_log WHERE tenant_id = ? AND action = ?')
      .bind(tenant.id, 'key.create')
      .first();
    expect(count).toEqual({ n: 1 });
  });

  test('that was revoked opens nothing', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    const key = newKey('sk');
    await createKey(context, tenant.system, { kind: 'secret', key });
    await env.DB.prepare('UPDATE api_keys SET revoked_at = 1 WHERE hash = ?')
      .bind(await sha256(key))
      .run();
    expect(await authenticate(context, await sha256(key))).toBeUndefined();
  });

  test('is too short to be safe under 20 characters', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    await expect(createKey(context, tenant.system, { kind: 'secret', key: 'short' })).rejects.toThrow(/20 characters/);
  });

  test('cannot be made by a key that may only read, nor by a publishable one', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    for (const caller of [tenant.reader, tenant.publishable])
      await expect(createKey(context, caller, { kind: 'secret', key: newKey('sk') })).rejects.toMatchObject({
        code: 'forbidden',
      });
  });
});

describe('a tenant', () => {
  test('made again has the new settings', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    await createTenant(context, tenant.system, { ...settings, origins: ['https://a.example'] });
    expect((await findTenant(context, tenant.id))?.origins).toEqual(['https://a.example']);
  });

  test('is made by nobody but the operator', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    await expect(createTenant(context, tenant.secret, settings)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('that does not exist is not found', async () => {
    expect(await findTenant(testContext(), 'nobody')).toBeUndefined();
  });
});
