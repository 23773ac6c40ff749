import { env } from 'cloudflare:workers';
import type { IdentitySettings } from '@guichet/protocol/institution-settings';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createConversation } from '../conversation/create-conversation.ts';
import { listMessages } from '../conversation/list-messages.ts';
import { readSessionToken } from '../conversation/session-token.ts';
import { createSecretBox } from '../security/secret-box.ts';
import { makeConversation, makeTenant, type TestTenant, testContext } from '../testing/fixtures.ts';
import { findAssurance } from './find-assurance.ts';
import { proveIdentity } from './prove-identity.ts';
import { verifyToken } from './verify-token.ts';

const pair = await generateKeyPair('ES256');
const stranger = await generateKeyPair('ES256');
const { x = '', y = '' } = await exportJWK(pair.publicKey);
const audience = 'guichet:test';
const times = { verifiedMinutes: 15, steppedUpMinutes: 10 };
const settings: IdentitySettings = {
  ...{ algorithm: 'ES256', audience, ...times },
  publicKeys: [{ kty: 'EC', crv: 'P-256', x, y }],
};
const box = createSecretBox(btoa('k'.repeat(32)));
const sharedSecret = 'a shared secret of at least 32 bytes';
const now = Date.parse('2026-06-01T12:00:00Z');
const seconds = now / 1_000;

const claims = (changes: JWTPayload = {}): JWTPayload => ({
  ...{ sub: 'customer-1', aud: audience, iat: seconds, exp: seconds + 300, jti: crypto.randomUUID() },
  ...changes,
});
const lacking = (name: string): JWTPayload =>
  Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name));
const sign = (payload: JWTPayload, key = pair.privateKey) =>
  new SignJWT(payload).setProtectedHeader({ alg: 'ES256' }).sign(key);
const check = (token: string, wanted: IdentitySettings = settings) =>
  verifyToken({ token, tenantId: 't', settings: wanted, secrets: box, now });
const proven = async (changes: JWTPayload = {}) => check(await sign(claims(changes)));
const verifiedMs = 15 * 60_000;

describe('a signed token', () => {
  test('says who the customer is', async () => {
    expect(await check(await sign(claims()))).toMatchObject({ subject: 'customer-1', tokenExpiresAt: now + 300_000 });
  });

  test('by a shared secret is taken where the tenant chose that, and nowhere else', async () => {
    const secret = await box.seal({ tenantId: 't', purpose: 'identity' }, sharedSecret);
    const shared: IdentitySettings = { algorithm: 'HS256', audience, secrets: [secret], ...times };
    const token = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(sharedSecret));
    expect(await check(token, shared)).toMatchObject({ subject: 'customer-1' });
    await expect(check(token)).rejects.toMatchObject({ code: 'identity_invalid' });
    await expect(check(await sign(claims()), shared)).rejects.toMatchObject({ code: 'identity_invalid' });
  });

  test('by the second of two keys is taken while keys are changed', async () => {
    const next = await exportJWK(stranger.publicKey);
    const key = { kty: 'EC', crv: 'P-256', x: next.x ?? '', y: next.y ?? '' } as const;
    const both: IdentitySettings = { ...settings, publicKeys: [settings.publicKeys[0] ?? key, key] } as never;
    expect(await check(await sign(claims(), stranger.privateKey), both)).toMatchObject({ subject: 'customer-1' });
  });

  const forged: [string, () => Promise<string> | string][] = [
    ['alg none', () => new UnsecuredJWT(claims()).encode()],
    [
      'alg none in capitals',
      () => `${btoa('{"alg":"NONE"}').replaceAll('=', '')}.${btoa(JSON.stringify(claims())).replaceAll('=', '')}.`,
    ],
    ['another key', () => sign(claims(), stranger.privateKey)],
    [
      'the public key as a shared secret',
      () =>
        new SignJWT(claims())
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode(JSON.stringify({ x, y }))),
    ],
    ['a wrong audience', () => sign(claims({ aud: 'someone-else' }))],
    ['no audience', () => sign(lacking('aud'))],
    ['an end that is past', () => sign(claims({ exp: seconds - 60 }))],
    ['no end', () => sign(lacking('exp'))],
    ['a life of more than 15 minutes', () => sign(claims({ exp: seconds + 16 * 60 }))],
    ['no customer', () => sign(lacking('sub'))],
    ['an empty customer', () => sign(claims({ sub: '' }))],
    ['no id', () => sign(lacking('jti'))],
    ['a beginning to come', () => sign(claims({ nbf: seconds + 120 }))],
    ['a birth to come', () => sign(claims({ iat: seconds + 120 }))],
    [
      'a changed customer',
      async () =>
        (await sign(claims())).replace(
          /\.[\w-]+\./,
          `.${btoa(JSON.stringify(claims({ sub: 'x' }))).replaceAll('=', '')}.`,
        ),
    ],
    ['nonsense', () => 'a.b.c'],
    ['nothing', () => ''],
  ];
  test.each(forged)('with %s is refused, and nothing of it is said', async (_, make) => {
    const token = await make();
    const refusal = await check(token).catch((error) => error);
    expect(refusal).toMatchObject({ code: 'identity_invalid', status: 401 });
    for (const secret of ['customer-1', 'someone-else', ...token.split('.').filter((part) => part.length > 3)])
      expect(refusal.message).not.toContain(secret);
  });
});

describe('an identity', () => {
  async function openConversation() {
    const context = testContext();
    const tenant = await makeTenant(context);
    return { context, tenant, ...(await makeConversation(context, tenant)) };
  }

  test('is proven once with one token, and counts for its time', async () => {
    const { context, session, id } = await openConversation();
    const identity = await proven();
    expect(await findAssurance(context, session, id)).toBe('anonymous');
    expect(await proveIdentity(context, session, { conversationId: id, identity, verifiedMs })).toBe('verified');
    expect(await findAssurance(context, session, id)).toBe('verified');
    await expect(proveIdentity(context, session, { conversationId: id, identity, verifiedMs })).rejects.toMatchObject({
      code: 'identity_invalid',
    });
    context.time += verifiedMs;
    expect(await findAssurance(context, session, id)).toBe('anonymous');
  });

  test('is renewed by another token of the same customer', async () => {
    const { context, session, id } = await openConversation();
    await proveIdentity(context, session, { conversationId: id, identity: await proven(), verifiedMs });
    context.time += verifiedMs - 1;
    await proveIdentity(context, session, { conversationId: id, identity: await proven(), verifiedMs });
    context.time += verifiedMs - 1;
    expect(await findAssurance(context, session, id)).toBe('verified');
  });

  test('never becomes another one, not even after its time', async () => {
    const { context, session, id } = await openConversation();
    await proveIdentity(context, session, { conversationId: id, identity: await proven(), verifiedMs });
    context.time += verifiedMs * 2;
    const other = { conversationId: id, identity: await proven({ sub: 'customer-2' }), verifiedMs };
    await expect(proveIdentity(context, session, other)).rejects.toMatchObject({ code: 'identity_conflict' });
    expect(await findAssurance(context, session, id)).toBe('anonymous');
  });

  test('of one token sent ten times at once is taken once', { timeout: 30_000 }, async () => {
    const { context, tenant } = await openConversation();
    const identity = await proven();
    const tries = Array.from({ length: 10 }, async () => {
      const { id, session } = await makeConversation(context, tenant);
      return proveIdentity(context, session, { conversationId: id, identity, verifiedMs });
    });
    const results = await Promise.allSettled(tries);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  test('is not proven by a key that may only read, nor for another tenant or another session', async () => {
    const { context, tenant, id } = await openConversation();
    const other = await makeConversation(context, tenant);
    const prove = async (caller: TestTenant['secret']) =>
      proveIdentity(context, caller, { conversationId: id, identity: await proven(), verifiedMs });
    for (const caller of [tenant.reader, tenant.publishable])
      await expect(prove(caller)).rejects.toMatchObject({ code: 'forbidden' });
    for (const caller of [(await makeTenant(context)).secret, other.session])
      await expect(prove(caller)).rejects.toMatchObject({ code: 'not_found' });
    await expect(findAssurance(context, other.session, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('opens a conversation as a known customer; a used token opens none', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    const identity = { proven: await proven(), verifiedMs };
    const { id } = await createConversation(context, tenant.publishable, { state: {}, identity });
    expect(await findAssurance(context, tenant.secret, id)).toBe('verified');
    await expect(createConversation(context, tenant.publishable, { state: {}, identity })).rejects.toMatchObject({
      code: 'identity_invalid',
    });
    const rows = await env.DB.prepare('SELECT id FROM conversations WHERE tenant_id = ?').bind(tenant.id).all();
    expect(rows.results).toEqual([{ id }]);
  });

  test('of a customer shows nothing of their other conversations', async () => {
    const { context, tenant, id } = await openConversation();
    const mine = { proven: await proven(), verifiedMs };
    const { sessionToken } = await createConversation(context, tenant.publishable, { state: {}, identity: mine });
    const token = await readSessionToken(sessionToken);
    if (token === undefined) throw new Error('no token');
    const reading = listMessages(context, { kind: 'session', ...token }, { conversationId: id, after: 0, limit: 1 });
    await expect(reading).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('a sealed secret opens for its tenant and purpose alone', async () => {
  const place = { tenantId: 't', purpose: 'actions' } as const;
  const sealed = await box.seal(place, 'whsec_1');
  expect(sealed).not.toContain('whsec');
  expect(await box.open(place, sealed)).toBe('whsec_1');
  await expect(box.open({ ...place, tenantId: 'u' }, sealed)).rejects.toThrow();
  await expect(box.open({ ...place, purpose: 'identity' }, sealed)).rejects.toThrow();
  await expect(createSecretBox(btoa('o'.repeat(32))).open(place, sealed)).rejects.toThrow();
});
