import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actions } from '../../infra/dev/demo-bank/actions.ts';
import { type ActionMessage, createBank } from '../../infra/dev/demo-bank/bank.ts';
import { handleRequest } from '../../infra/dev/demo-bank/handle-request.ts';
import { isSigned } from '../../infra/dev/demo-bank/verify-signature.ts';

interface Vector {
  name: string;
  secret: string;
  headers: Record<string, string>;
  body: string;
  now: number;
  expect: 'valid' | 'invalid' | 'error_at_construction';
}
const { hmac_sha256: vectors }: { hmac_sha256: Vector[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'webhook-vectors.json'), 'utf8'),
);

test.each(vectors)('the signature check is right about: $name', ({ secret, headers, body, now, expect: wanted }) => {
  const check = () => isSigned(secret, { headers, body, now: now * 1_000 });
  if (wanted === 'error_at_construction') expect(check).toThrow();
  else expect(check()).toBe(wanted === 'valid');
});

const now = Date.parse('2026-06-01T12:00:00Z');
const message = (action: string, fields: object = {}, changes: Partial<ActionMessage> = {}): ActionMessage => ({
  ...{ id: `act_${crypto.randomUUID()}`, action, fields: { ...fields }, locale: 'en' as const },
  ...{ customer: { sub: 'ada', assurance: 'stepped-up' } },
  ...changes,
});

describe('the demo bank', () => {
  const bank = createBank({ now: () => now });

  test('answers every action that the assistant may ask for', () => {
    const written = readFileSync(join(import.meta.dirname, '../../content/flows/actions.yaml'), 'utf8');
    const names = [...written.matchAll(/^([a-z]+\.[a-z_]+):$/gm)].map(([, name]) => name);
    expect(names.filter((name) => !Object.hasOwn(actions, name ?? ''))).toEqual([]);
  });

  test('does a thing once for one key', () => {
    const freeze = message('cards.freeze', { card: 'ada-debit' });
    const first = bank.act(freeze);
    expect(first).toMatchObject({ status: 'done' });
    expect(bank.act(freeze)).toEqual(first);
    expect(bank.act(message('cards.freeze', { card: 'ada-debit' }))).toEqual({
      status: 'failed',
      code: 'already_frozen',
    });
  });

  test("knows no card of another customer's, and nobody who is not signed in", () => {
    expect(bank.act(message('cards.freeze', { card: 'weilin-debit' }))).toEqual({
      status: 'failed',
      code: 'not_found',
    });
    expect(bank.act(message('cards.list', {}, { customer: null }))).toEqual({
      status: 'failed',
      code: 'unknown_customer',
    });
  });

  test('wants a one-time code before it changes an address', () => {
    const customer = { sub: 'ada', assurance: 'verified' };
    expect(bank.act(message('address.change', { address: 'x' }, { customer }))).toMatchObject({
      code: 'assurance_required',
    });
  });

  test('takes a code once, and no fourth try', () => {
    bank.act(message('identity.send_code'));
    const digits = bank.books().customers[0]?.code?.digits ?? '';
    expect(bank.act(message('identity.check_code', { code: digits }))).toMatchObject({ status: 'done' });
    expect(bank.act(message('identity.check_code', { code: digits }))).toMatchObject({ code: 'code_expired' });
    bank.act(message('identity.send_code'));
    for (const _ of [1, 2, 3]) bank.act(message('identity.check_code', { code: '' }));
    const next = bank.books().customers[0]?.code?.digits ?? '';
    expect(bank.act(message('identity.check_code', { code: next }))).toMatchObject({ code: 'code_used_up' });
  });

  test('names cards and payments in both languages', () => {
    const list = (locale: 'en' | 'zh') => JSON.stringify(bank.act(message('cards.list', {}, { locale })));
    expect(list('en')).toContain('Virtual card ending 9032');
    expect(list('zh')).toContain('虚拟卡（尾号 9032）');
  });
});

describe('its addresses', () => {
  const bank = createBank({ now: () => Date.now() });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const options = {
    ...{ actionsSecret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', audience: 'a', siteOrigin: 'http://site' },
    identityKey: privateKey.export({ format: 'jwk' }) as Record<string, string>,
  };
  const server = createServer((request, response) => void handleRequest({ bank, options, request, response }));
  let url = '';
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  test('take what the official library signed, and nothing unsigned', async () => {
    const body = JSON.stringify(message('cards.list'));
    const date = new Date();
    const headers = {
      'webhook-id': 'act_x',
      'webhook-timestamp': String(Math.floor(date.getTime() / 1_000)),
      'webhook-signature': new Webhook(options.actionsSecret).sign('act_x', date, body),
    };
    const send = (changed: Record<string, string>) =>
      fetch(`${url}/actions`, { method: 'POST', body, headers: { ...headers, ...changed } });
    expect(await (await send({})).json()).toMatchObject({ status: 'done' });
    expect((await send({ 'webhook-id': 'act_y' })).status).toBe(401);
    expect((await fetch(`${url}/actions`, { method: 'POST', body })).status).toBe(401);
  });

  test('give tokens for known customers, and switches to no other page', async () => {
    const { token } = await (await fetch(`${url}/token?customer=ada`)).json();
    const [, claims = ''] = token.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ sub: 'ada', aud: 'a' });
    expect((await fetch(`${url}/token?customer=nobody`)).status).toBe(404);
    const switching = await fetch(`${url}/mode?mode=fail`, {
      method: 'POST',
      headers: { origin: 'http://evil.example' },
    });
    expect(switching.status).toBe(403);
    expect((await fetch(`${url}/`)).status).toBe(200);
    expect((await (await fetch(`${url}/state`)).json()).customers).toHaveLength(3);
  });
});
