import { describe, expect, test } from 'vitest';
import {
  ask,
  get,
  importArticles,
  makeTenant,
  openConversation,
  post,
  readParts,
  startGateway,
} from './testing/world.ts';

async function setUp() {
  const gateway = startGateway();
  const tenant = await makeTenant(gateway);
  await importArticles(gateway, tenant);
  const chat = (body: object, headers = {}) => gateway.app.request('/v1/chat', post(tenant.secretKey, body, headers));
  return { gateway, tenant, chat };
}

describe('POST /v1/chat', () => {
  test('opens a conversation, and goes on with it', async () => {
    const { chat } = await setUp();
    const first = (await (await chat({ text: 'my card has not arrived' })).json()) as {
      conversationId: string;
      turn: { seq: number };
    };
    expect(first).toMatchObject({
      turn: { seq: 1 },
      reply: { sources: [{ articleId: 'card-not-arrived' }] },
      decision: 'answer',
    });
    const second = await (await chat({ text: 'thanks', conversationId: first.conversationId })).json();
    expect(second).toMatchObject({ conversationId: first.conversationId, turn: { seq: 3 } });
  });

  test('streams, and names the conversation in a header', async () => {
    const { chat } = await setUp();
    const response = await chat({ text: 'my card has not arrived' }, { accept: 'text/event-stream' });
    expect(response.headers.get('x-conversation-id')).toMatch(/^conv_/);
    expect((await readParts(response)).at(-1)).toMatchObject({ type: 'turn-end' });
  });

  test.each([
    [{ text: 'hi', conversationId: 'conv_none' }, 404, 'not_found'],
    [{ text: 'hi', temperature: 3 }, 400, 'invalid_request'],
    [{ text: 'hi', preset: 'creative', temperature: 0.1 }, 400, 'invalid_request'],
    [{ text: 'hi', max_length: 5_000 }, 400, 'invalid_request'],
    [{ text: 'hi', colour: 'red' }, 400, 'unknown_field'],
    [{}, 400, 'invalid_request'],
  ])('answers %j with a code', async (body, status, code) => {
    const { chat } = await setUp();
    const response = await chat(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  test("does not find another tenant's conversation, and takes no publishable key", async () => {
    const { gateway, tenant } = await setUp();
    const stranger = await makeTenant(gateway);
    const { id } = await openConversation(gateway, stranger);
    const send = async (key: string) =>
      (await gateway.app.request('/v1/chat', post(key, { text: 'hi', conversationId: id }))).status;
    expect(await send(tenant.secretKey)).toBe(404);
    expect(await send(stranger.publishableKey)).toBe(403);
  });
});

/** The first events of a stream; then it is left. */
async function readEvents(response: Response, count: number): Promise<{ id: string; text: string }[]> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const events = () => [...text.matchAll(/event: message\ndata: (.*)\nid: (\d+)\n\n/g)];
  while (events().length < count) {
    const { value, done } = (await reader?.read()) ?? { done: true };
    if (done) break;
    text += value;
  }
  await reader?.cancel();
  return events().map(([, data = '{}', id = '']) => ({ id, text: JSON.parse(data).text }));
}

describe('GET /v1/stream', () => {
  test('gives the history, and then what comes, from the last event that the reader has', async () => {
    const { gateway, tenant } = await setUp();
    const conversation = await openConversation(gateway, tenant);
    await ask(gateway, conversation, 'my card has not arrived');
    const address = `/v1/stream?conversationId=${conversation.id}`;
    const first = await readEvents(await gateway.app.request(address, get(conversation.sessionToken)), 2);
    expect(first.map(({ id }) => id)).toEqual(['1', '2']);
    const resumed = await gateway.app.request(address, {
      headers: { authorization: `Bearer ${conversation.sessionToken}`, 'last-event-id': '2' },
    });
    const coming = readEvents(resumed, 2);
    await ask(gateway, conversation, 'thanks');
    expect((await coming).map(({ id, text }) => [id, text])).toEqual([
      ['3', 'thanks'],
      ['4', expect.any(String)],
    ]);
  });

  test.each([
    ['/v1/stream', {}, 400],
    ['/v1/stream?conversationId=conv_none', {}, 404],
    ['/v1/stream?conversationId=x&colour=red', {}, 400],
    ['/v1/stream?conversationId=conv_none', { 'last-event-id': 'abc' }, 400],
  ])('answers %s %j with a code', async (address, headers, status) => {
    const { gateway, tenant } = await setUp();
    const response = await gateway.app.request(address, {
      headers: { authorization: `Bearer ${tenant.secretKey}`, ...headers },
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toHaveProperty('error.code');
  });
});
