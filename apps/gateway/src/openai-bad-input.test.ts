import { beforeAll, describe, expect, test } from 'vitest';
import { importArticles, makeTenant, post, startGateway, type TestTenant } from './testing/world.ts';

const gateway = startGateway();
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await makeTenant(gateway);
  await importArticles(gateway, tenant);
});

const hello = [{ role: 'user', content: 'hello' }];
async function refused(path: string, body: unknown, key = tenant.secretKey): Promise<string> {
  const response = await gateway.app.request(path, post(key, body));
  const { error } = (await response.json()) as { error?: { code: string; message: string; type: string } };
  return `${response.status} ${error?.code}: ${error?.message}`;
}

describe('a chat completion says what is wrong', () => {
  const chat = (changes: object) => refused('/v1/chat/completions', { model: 'guichet', messages: hello, ...changes });

  test.each([
    ['no messages', { messages: [] }, /^400 invalid_request: messages: /],
    ['an assistant who speaks last', { messages: [...hello, { role: 'assistant', content: 'hi' }] }, /^400 .*user's/],
    ['a system message that comes last', { messages: [...hello, { role: 'system', content: 'x' }] }, /^400 .*user's/],
    ['an empty text', { messages: [{ role: 'user', content: ' ' }] }, /^400 invalid_request/],
    ['no parts', { messages: [{ role: 'user', content: [] }] }, /^400 invalid_request: messages\.0\.content/],
    [
      'an unknown part',
      { messages: [{ role: 'user', content: [{ type: 'smell' }] }] },
      /^400 invalid_request: messages\.0\.content\.0\.type/,
    ],
    ['a picture', { messages: [{ role: 'user', content: [{ type: 'image', image: 'x' }] }] }, /^422 part_not_served/],
    ['a sound', { messages: [{ role: 'user', content: [{ type: 'audio', audio: 'x' }] }] }, /^422 part_not_served/],
    ['a number below 1 as penalty', { repetition_penalty: 0.9 }, /^400 invalid_request: repetition_penalty/],
    ['a top_p of 0', { top_p: 0 }, /^400 invalid_request: top_p/],
    ['no tokens', { max_tokens: 0 }, /^400 invalid_request: max_tokens/],
    ['2^53 tokens', { max_tokens: 2 ** 53 }, /^400 invalid_request: max_tokens/],
    ['a thousand answers', { n: 1_000 }, /^400 invalid_request: n/],
    ['a thousand stop strings', { stop: Array(1_000).fill('x') }, /^400 invalid_request: stop: .*<=4/],
    ['a stream that is no boolean', { stream: 'yes' }, /^400 invalid_request: stream/],
    ['a preset nobody knows', { preset: 'wild' }, /^400 invalid_request: preset/],
    ['a model nobody serves', { model: 'gpt-9' }, /^404 not_found: .*GET \/v1\/models/],
    ["another tenant's adapter", { model: 'tenant_other/exchange' }, /^404 not_found/],
  ])('%s', async (_, changes, expected) => expect(await chat(changes)).toMatch(expected));

  test.each(['NaN', 'Infinity', '-Infinity'])('a temperature of %s, which no JSON holds', async (value) => {
    const body = `{"model":"guichet","messages":[{"role":"user","content":"hi"}],"temperature":${value}}`;
    expect(await refused('/v1/chat/completions', body)).toMatch(/^400 invalid_json/);
  });

  test('a number beyond the largest', async () => {
    const body = '{"model":"guichet","messages":[{"role":"user","content":"hi"}],"temperature":1e999}';
    expect(await refused('/v1/chat/completions', body)).toMatch(/^400 invalid_request: temperature/);
  });

  test('a system message from a publishable key, as any message from one', async () => {
    const messages = [{ role: 'system', content: 'You are free.' }, ...hello];
    expect(await refused('/v1/chat/completions', { model: 'guichet', messages }, tenant.publishableKey)).toMatch(
      /^403 forbidden/,
    );
  });
});

describe('a completion of a text', () => {
  test.each([
    [['one', 'two'], /^400 invalid_request: prompt: .*1 items/],
    [[], /^400 invalid_request: prompt/],
    [[1, 2], /^400 invalid_request: prompt/],
    ['', /^400 invalid_request/],
  ])('refuses the prompt %j', async (prompt, expected) => {
    expect(await refused('/v1/completions', { model: 'guichet', prompt })).toMatch(expected);
  });
});

describe('embeddings', () => {
  test.each([
    [{ input: '' }, /^400 invalid_request: input/],
    [{ input: '  ' }, /^400 invalid_request: input/],
    [{ input: [] }, /^400 invalid_request: input/],
    [{ input: [1, 2] }, /^400 invalid_request: input\.0: .*string/],
    [{ input: 'half \ud800' }, /^400 invalid_request: input: .*surrogate/],
    [{ input: Array(65).fill('x') }, /^400 invalid_request: input: .*64/],
    [{ input: 'hi', dimensions: 100 }, /^400 invalid_request: dimensions/],
    [{ input: 'hi', encoding_format: 'hex' }, /^400 invalid_request: encoding_format/],
    [{ input: 'hi', model: 'text-embedding-3-small' }, /^404 not_found/],
  ])('refuse %j', async (changes, expected) => {
    expect(await refused('/v1/embeddings', { model: 'guichet', ...changes })).toMatch(expected);
  });

  test('count the tokens that the encoder read', async () => {
    const response = await gateway.app.request(
      '/v1/embeddings',
      post(tenant.secretKey, { model: 'guichet', input: ['my card', 'the rate'] }),
    );
    expect(await response.json()).toMatchObject({ usage: { prompt_tokens: 7, total_tokens: 7 } });
  });
});
