import { describe, expect, test } from 'vitest';
import { createClient } from './create-client.ts';

function setUp(answer: () => Response | Promise<Response>) {
  const calls: { url: string; init: RequestInit | undefined }[] = [];
  const client = createClient({
    gateway: 'https://gw.example',
    key: 'sk_1',
    fetch: async (url, init) => {
      calls.push({ url: String(url), init });
      return answer();
    },
  });
  return { client, calls };
}

describe('the client', () => {
  test('sends the key with every call, and ids that cannot leave their place', async () => {
    const { client, calls } = setUp(() => Response.json({ data: [], hasMore: false }));
    await client.history('../../x?y', 7);
    expect(calls[0]?.url).toBe('https://gw.example/v1/conversations/..%2F..%2Fx%3Fy/messages?after=7&limit=100');
    expect(calls[0]?.init?.headers).toMatchObject({ authorization: 'Bearer sk_1' });
  });

  test('gives the parts of a stream one by one', async () => {
    const { client, calls } = setUp(
      () => new Response('event: text-delta\ndata: {"type":"text-delta","delta":"a"}\n\ndata: {"type":"turn-end"}\n\n'),
    );
    const types: string[] = [];
    for await (const part of client.stream('c', { text: 'hi' })) types.push(part.type);
    expect(types).toEqual(['text-delta', 'turn-end']);
    expect(calls[0]?.init).toMatchObject({ method: 'POST', body: '{"text":"hi"}' });
  });

  test('answers interactions and tells who the customer is, each at its own address', async () => {
    const { client, calls } = setUp(() => Response.json({ state: 'open', assurance: 'verified' }));
    await client.createConversation({ identityToken: 'jwt' });
    await client.identify('c', 'jwt');
    await client.answer('c', '../i', { confirmed: true });
    expect(await client.interaction('c', 'i')).toMatchObject({ state: 'open' });
    expect(calls.map(({ url, init }) => `${init?.method ?? 'GET'} ${url} ${init?.body ?? ''}`)).toEqual([
      'POST https://gw.example/v1/conversations {"identityToken":"jwt"}',
      'POST https://gw.example/v1/conversations/c/identity {"token":"jwt"}',
      'POST https://gw.example/v1/conversations/c/interactions/..%2Fi {"confirmed":true}',
      'GET https://gw.example/v1/conversations/c/interactions/i ',
    ]);
  });

  test("throws the gateway's errors with code, status and request id", async () => {
    const { client } = setUp(() =>
      Response.json({ error: { code: 'not_found', message: 'None.', requestId: 'r1' } }, { status: 404 }),
    );
    await expect(client.send('c', { text: 'x' })).rejects.toMatchObject({
      code: 'not_found',
      status: 404,
      requestId: 'r1',
      message: 'None.',
    });
  });

  test('throws where something else than the gateway answers, or nothing', async () => {
    await expect(setUp(() => new Response('<html>', { status: 502 })).client.understand('x')).rejects.toMatchObject({
      code: 'internal',
      status: 502,
    });
    await expect(setUp(() => Promise.reject(new Error('refused'))).client.understand('x')).rejects.toMatchObject({
      code: 'network',
      message: /gw\.example cannot be reached: refused/,
    });
  });
});
