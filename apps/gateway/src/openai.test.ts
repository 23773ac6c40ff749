import { describe, expect, test } from 'vitest';
import { get, importArticles, type Mode, makeTenant, post, startGateway } from './testing/world.ts';

async function setUp(mode: Mode = 'ok') {
  const gateway = startGateway(mode);
  const tenant = await makeTenant(gateway);
  await importArticles(gateway, tenant);
  const complete = (changes: object) =>
    gateway.app.request(
      '/v1/chat/completions',
      post(tenant.secretKey, {
        model: 'guichet',
        messages: [{ role: 'user', content: 'my card has not arrived' }],
        ...changes,
      }),
    );
  return { gateway, tenant, complete };
}

describe('a completion', () => {
  test('is stored like any other answer: it can be proven what was said', async () => {
    const { gateway, tenant, complete } = await setUp();
    const answer = (await (await complete({})).json()) as {
      choices: { message: { content: string } }[];
      guichet: { conversationId: string };
    };
    const response = await gateway.app.request(
      `/v1/conversations/${answer.guichet.conversationId}/messages`,
      get(tenant.secretKey),
    );
    const { data } = (await response.json()) as { data: { text: string }[] };
    expect(data.map(({ text }) => text)).toEqual(['my card has not arrived', answer.choices[0]?.message.content]);
  });

  test('goes on to its end when the caller leaves in the middle of the stream', async () => {
    const { gateway, tenant, complete } = await setUp();
    const response = await complete({
      stream: true,
      messages: [{ role: 'user', content: 'what about the rate thing' }],
    });
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await new Promise((done) => setTimeout(done, 500));
    const events = gateway.lines.map(
      (line) => JSON.parse(line) as { route?: string; tenantId?: string; composition?: string },
    );
    expect(
      events.find(({ route, tenantId }) => route === '/v1/chat/completions' && tenantId === tenant.id),
    ).toMatchObject({ composition: 'generated' });
  });

  test('of the language model alone stores nothing, and names its end', async () => {
    const { complete } = await setUp();
    const answer = await (await complete({ model: 'base' })).json();
    expect(answer).not.toHaveProperty('guichet');
    expect(answer).toMatchObject({ usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } });
  });

  test.each(['missing', 'gone', 'dies'] as const)(
    'of the product stands while the inference service is %s',
    async (mode) => {
      const { complete } = await setUp(mode);
      const response = await complete({
        messages: [{ role: 'user', content: 'which exchange rate do i get for euros' }],
      });
      expect(await response.json()).toMatchObject({
        guichet: { degraded: true },
        choices: [{ message: { content: expect.stringContaining('live market rate') } }],
      });
    },
  );

  test.each([
    ['missing', 503],
    ['gone', 503],
  ] as const)('of the language model says so while the inference service is %s', async (mode, status) => {
    const { complete } = await setUp(mode);
    const response = await complete({ model: 'base', stream: true });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      error: { type: 'server_error', param: null, code: expect.any(String) },
    });
  });

  test('that breaks off in the stream ends with an error and without [DONE]', async () => {
    const { complete } = await setUp('dies');
    const text = await (await complete({ model: 'base', stream: true })).text();
    expect(text).toMatch(/"error":\{/);
    expect(text).not.toContain('[DONE]');
  });
});
