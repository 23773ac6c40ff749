import { beforeAll, describe, expect, test } from 'vitest';
import { importArticles, makeTenant, openConversation, post, startGateway } from './testing/world.ts';

const gateway = startGateway();
let secretKey = '';
let readerKey = '';
let publishableKey = '';
let path = '';
let sessionToken = '';

beforeAll(async () => {
  const tenant = await makeTenant(gateway);
  ({ secretKey, readerKey, publishableKey } = tenant);
  await importArticles(gateway, tenant);
  ({ path, sessionToken } = await openConversation(gateway, tenant));
});

/** The endpoints that take a body, each with a body that it accepts. */
const endpoints = [
  ['open a conversation', () => ({ path: '/v1/conversations', key: publishableKey, body: {} })],
  ['send a message', () => ({ path, key: sessionToken, body: { text: 'hello' } })],
  ['understand', () => ({ path: '/v1/understand', key: publishableKey, body: { text: 'hello' } })],
  ['import articles', () => ({ path: '/v1/articles/import', key: secretKey, body: { files: [] } })],
] as const;

async function codeOf(response: Response): Promise<string> {
  const body = (await response.json()) as { error: { code: string; message: string; requestId: string } };
  expect(body.error.requestId).toBe(response.headers.get('x-request-id'));
  expect(body.error.message).not.toMatch(/ {4}at |SQLITE|drizzle|undefined/i);
  return `${response.status} ${body.error.code}`;
}

describe.each(endpoints)('%s', (name, describeCall) => {
  const send = async (body: BodyInit, headers: Record<string, string> = {}) => {
    const { path: address, key } = describeCall();
    const response = await gateway.app.request(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body,
    });
    return codeOf(response);
  };

  test.each([
    ['text that is not JSON', 'hello'],
    ['half of a JSON text', '{"text": "hel'],
    ['a body nested 10,000 levels deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['an object nested 10,000 levels deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['NUL bytes', '\0\0\0'],
  ])('answers %s with invalid_json', async (_, body) => {
    expect(await send(body)).toBe('400 invalid_json');
  });

  test.each([
    ['an array', '[]'],
    ['a number', '7'],
    ['null', 'null'],
    ['a string', '"text"'],
  ])('answers %s with invalid_request', async (_, body) => {
    expect(await send(body)).toBe('400 invalid_request');
  });

  test('names a field that it does not know', async () => {
    const { body } = describeCall();
    expect(await send(JSON.stringify({ ...body, colour: 'red' }))).toBe('400 unknown_field');
    expect(await send(`{"__proto__": {"a": 1}, ${JSON.stringify(body).slice(1).replace(/^}/, '"a": 1}')}`)).toBe(
      '400 unknown_field',
    );
  });

  test('takes JSON only', async () => {
    expect(await send('text=hello', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(
      '415 unsupported_media_type',
    );
  });

  test('refuses a body beyond its limit before reading it', async () => {
    const size = name === 'import articles' ? 2_100_000 : 1_000_000;
    expect(await send(JSON.stringify({ text: 'x'.repeat(size) }))).toBe('413 payload_too_large');
  });

  test.each([
    '',
    'Bearer',
    'Bearer sk_test_wrong',
    'Basic dXNlcjpwYXNz',
    `Bearer ${'x'.repeat(5_000)}`,
    `Bearer cs_nobody.${'x'.repeat(43)}`,
  ])('asks for a key instead of "%.30s"', async (authorization) => {
    const { path: address, body } = describeCall();
    const response = await gateway.app.request(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization === '' ? {} : { authorization }) },
      body: JSON.stringify(body),
    });
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await codeOf(response)).toBe('401 unauthenticated');
  });

  test('names the methods that it takes', async () => {
    const { path: address, key } = describeCall();
    const response = await gateway.app.request(address, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${key}` },
    });
    expect(response.headers.get('allow')).toContain('POST');
    expect(await codeOf(response)).toBe('405 method_not_allowed');
  });
});

describe('a message', () => {
  const send = async (body: unknown) => codeOf(await gateway.app.request(path, post(sessionToken, body)));

  test.each([
    ['no text', {}, '400 invalid_request'],
    ['a number as text', { text: 5 }, '400 invalid_request'],
    ['empty text', { text: '' }, '400 invalid_request'],
    ['blank text', { text: ' \n\t\u200b' }, '400 invalid_request'],
    ['text beyond the limit', { text: 'a '.repeat(2_500) }, '422 text_too_long'],
    ['a lone surrogate', '{"text": "card \\ud800 lost"}', '400 invalid_request'],
    ['NUL', '{"text": "card \\u0000 lost"}', '400 invalid_request'],
    ['an id with spaces', { text: 'hi', clientMessageId: 'a b' }, '400 invalid_request'],
    ['an id that is too long', { text: 'hi', clientMessageId: 'a'.repeat(200) }, '400 invalid_request'],
  ])('with %s is answered with a code', async (_, body, code) => {
    expect(await send(body)).toBe(code);
  });

  test.each([
    ['marks that turn the reading direction', '{"text": "card \\u202e lost"}'],
    ['a thousand combining marks', `{"text": "card${'\\u0301'.repeat(500)} lost"}`],
    ['a key named __proto__ in a string', '{"text": "__proto__ constructor"}'],
    ['SQL', '{"text": "\'); DROP TABLE messages; --"}'],
  ])('with %s is answered like any other', async (_, body) => {
    const response = await gateway.app.request(path, post(sessionToken, body));
    expect(response.status).toBe(200);
  });

  test('leaves nothing in the history when it was refused', async () => {
    const before = await history();
    await send({ text: '' });
    await send({ text: 'a '.repeat(2_500) });
    expect(await history()).toEqual(before);
  });

  test.each(['text/html', 'image/png', 'application/xml;q=0.9'])('for %s is not acceptable', async (accept) => {
    const response = await gateway.app.request(path, post(sessionToken, { text: 'hello' }, { accept }));
    expect(await codeOf(response)).toBe('406 not_acceptable');
  });

  async function history(): Promise<unknown> {
    const response = await gateway.app.request(path, { headers: { authorization: `Bearer ${sessionToken}` } });
    return response.json();
  }
});

describe('what a caller may not see', () => {
  const read = async (address: string, key: string) =>
    codeOf(await gateway.app.request(address, { headers: { authorization: `Bearer ${key}` } }));

  test('an unknown conversation, and one of another tenant, look the same', async () => {
    const stranger = await makeTenant(gateway);
    expect(await read('/v1/conversations/conv_none/messages', secretKey)).toBe('404 not_found');
    expect(await read(path, stranger.secretKey)).toBe('404 not_found');
    expect(await codeOf(await gateway.app.request(path, post(stranger.secretKey, { text: 'hi' })))).toBe(
      '404 not_found',
    );
  });

  test('a conversation, for a publishable key', async () => {
    expect(await read(path, publishableKey)).toBe('403 forbidden');
    expect(await codeOf(await gateway.app.request(path, post(publishableKey, { text: 'hi' })))).toBe('403 forbidden');
  });

  test('an import, for a publishable key, a session, and a key that may only read', async () => {
    for (const key of [publishableKey, sessionToken, readerKey])
      expect(await codeOf(await gateway.app.request('/v1/articles/import', post(key, { files: [] })))).toBe(
        '403 forbidden',
      );
  });

  test.each(['limit=0', 'limit=1000', 'limit=abc', 'after=-1', 'after=1e99', 'colour=red'])(
    'the history with %s',
    async (query) => {
      expect(await read(`${path}?${query}`, sessionToken)).toMatch(/^400 (invalid_request|unknown_field)$/);
    },
  );

  test.each(['/v1/none', '/v1/conversations/x', '/v1/../v1/none', '/%00', '/v1/conversations/%ff/messages'])(
    '%s, which is nothing',
    async (address) => {
      const response = await gateway.app.request(address, { headers: { authorization: `Bearer ${secretKey}` } });
      expect(response.status).toBeLessThan(500);
      expect(response.status).toBeGreaterThanOrEqual(400);
    },
  );
});

describe('a page of another website', () => {
  const open = (origin: string) => gateway.app.request('/v1/conversations', post(publishableKey, {}, { origin }));

  test('may use the publishable key where the tenant named it', async () => {
    const response = await open('https://bank.example');
    expect(response.status).toBe(201);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://bank.example');
  });

  test('may not where the tenant did not', async () => {
    expect(await codeOf(await open('https://evil.example'))).toBe('403 forbidden');
  });

  test('gets its preflight answered', async () => {
    const response = await gateway.app.request('/v1/conversations', {
      method: 'OPTIONS',
      headers: { origin: 'https://bank.example', 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toContain('authorization');
  });
});
