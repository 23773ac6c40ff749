import type { GenerationPart } from '@guichet/protocol/generate';
import type { EncoderResponse } from '@guichet/protocol/understand';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  gatewayHeaders,
  generation,
  readParts,
  startService,
  type TestService,
  until,
} from './testing/start-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
}, 90_000);
afterAll(() => service?.stop());

async function codeOf(response: Response): Promise<string> {
  const body = (await response.json()) as { error: { code: string } };
  return `${response.status} ${body.error.code}`;
}

async function collect(parts: AsyncIterable<GenerationPart>): Promise<GenerationPart[]> {
  const all: GenerationPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

async function textOf(body: object): Promise<string> {
  const response = await service.call('/v1/generate', body);
  let text = '';
  for await (const part of readParts(response)) if (part.type === 'text-delta') text += part.delta;
  return text;
}

describe('who may call', () => {
  const guarded = ['/v1/understand', '/v1/embed', '/v1/generate', '/v1/status', '/metrics'];

  test.each(guarded)('%s is closed without the service token', async (path) => {
    for (const authorization of [undefined, 'Bearer wrong', 'Bearer ', 'Basic YTpi']) {
      const headers = authorization === undefined ? {} : { authorization };
      expect(await codeOf(await fetch(service.url + path, { headers }))).toBe('401 unauthenticated');
    }
  });

  test.each(['/v1/understand', '/v1/embed', '/v1/generate'])(
    '%s wants the tenant signed by the gateway, lately',
    async (path) => {
      const { 'x-guichet-tenant': old = '' } = gatewayHeaders(undefined, Date.now() - 3_600_000);
      const { 'x-guichet-tenant': forged = '' } = gatewayHeaders('another-token-entirely');
      for (const tenant of ['', 'test-bank', old, forged])
        expect(await codeOf(await service.call(path, {}, { 'x-guichet-tenant': tenant }))).toBe('403 forbidden');
    },
  );

  test('health is open, and tells states alone', async () => {
    expect(await (await fetch(`${service.url}/livez`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${service.url}/readyz`)).json()).toEqual({
      status: 'ok',
      encoder: 'ready',
      generator: 'ready',
    });
  });
});

describe('bad input', () => {
  const bodies = {
    '/v1/understand': { texts: ['hello'] },
    '/v1/embed': { texts: ['hello'], kind: 'query' },
    '/v1/generate': generation,
  };

  test.each(Object.entries(bodies))('%s answers it with a code', async (path, good) => {
    const send = async (body: string, headers = {}) => codeOf(await service.call(path, body, headers));
    expect(await send('')).toBe('400 invalid_json');
    expect(await send('{"texts": ["a"')).toBe('400 invalid_json');
    expect(await send('[]')).toBe('400 invalid_request');
    expect(await send(`${'['.repeat(10_000)}${']'.repeat(10_000)}`)).toBe('400 invalid_request');
    expect(await send(JSON.stringify({ ...good, colour: 'red' }))).toBe('400 unknown_field');
    expect(await send(JSON.stringify(good).replace('hello', '\\ud800').replace('How', '\\ud800'))).toBe(
      '400 invalid_request',
    );
    expect(await send(JSON.stringify(good), { 'content-type': 'text/plain' })).toBe('415 unsupported_media_type');
    expect(await send(JSON.stringify({ ...good, pad: 'x'.repeat(1_100_000) }))).toBe('413 payload_too_large');
    expect(await send(JSON.stringify(good), { 'x-deadline-ms': 'soon' })).toBe('400 invalid_request');
    expect(await send(JSON.stringify(good), { 'x-deadline-ms': '0' })).toBe('504 deadline_exceeded');
  });

  test('another method is named as such, and another address too', async () => {
    expect(await codeOf(await service.call('/v1/understand'))).toBe('405 method_not_allowed');
    expect(await codeOf(await service.call('/v1/none'))).toBe('404 not_found');
  });

  test('a prompt that does not fit is refused before a token is spent', async () => {
    const passages = Array.from({ length: 8 }, () => ({ articleId: 'a', title: 'Long', text: 'word '.repeat(3_000) }));
    const response = await service.call('/v1/generate', { ...generation, passages });
    const parts = await collect(readParts(response));
    expect(parts.at(-1)).toMatchObject({ type: 'error', error: { code: 'text_too_long' } });
  });
});

describe('understanding', () => {
  test('reads English and Chinese, knows what is none of its business, and gives unit vectors', async () => {
    const texts = ['my card still has not arrived', '我的卡被偷了', 'write me a poem about frogs'];
    const { results, thresholds } = (await (await service.call('/v1/understand', { texts })).json()) as EncoderResponse;
    expect(results.map(({ intents }) => intents[0]?.intent).slice(0, 2)).toEqual([
      'card_arrival',
      'lost_or_stolen_card',
    ]);
    expect(results[1]?.language.zh).toBeGreaterThan(0.9);
    expect(results[2]?.rejectScore).toBeGreaterThan(thresholds.reject);
    for (const { embedding } of results) expect(Math.hypot(...embedding)).toBeCloseTo(1, 3);
  });

  test('of a text is the same alone and in a batch', async () => {
    const texts = [
      'where is my card',
      'a much longer question about a transfer that was sent to another country last week',
      '汇率',
    ];
    const read = async (list: string[]) =>
      ((await (await service.call('/v1/understand', { texts: list })).json()) as EncoderResponse).results;
    const together = await read(texts);
    for (const [index, text] of texts.entries()) {
      const [alone] = await read([text]);
      expect(alone?.intents[0]?.intent).toBe(together[index]?.intents[0]?.intent);
      expect(alone?.intents[0]?.confidence).toBeCloseTo(together[index]?.intents[0]?.confidence ?? 0, 1);
    }
  });

  test('puts a question near the passage that answers it', async () => {
    const embed = async (kind: string, texts: string[]) =>
      ((await (await service.call('/v1/embed', { kind, texts })).json()) as { embeddings: number[][] }).embeddings;
    const [question = []] = await embed('query', ['how much does it cost to send money abroad']);
    const passages = await embed('passage', ['International transfers cost £5.00.', 'Branches open at 09:30.']);
    const [right = 0, wrong = 0] = passages.map((passage) =>
      passage.reduce((sum, value, index) => sum + value * (question[index] ?? 0), 0),
    );
    expect(right).toBeGreaterThan(wrong);
  });

  test('counts the tokens it read: every text with its marks, a cut one as far as it was read', async () => {
    const count = async (texts: string[]) =>
      ((await (await service.call('/v1/embed', { kind: 'passage', texts })).json()) as { tokens: number }).tokens;
    const [card, rate, both] = [
      await count(['my card']),
      await count(['the rate']),
      await count(['my card', 'the rate']),
    ];
    expect(card).toBeGreaterThan(2);
    expect(both).toBe(card + rate);
    expect(await count(['card '.repeat(1_500)])).toBe(await count(['card '.repeat(3_000)]));
  });

  test('says when a text was longer than it can read', async () => {
    const read = async (text: string) =>
      ((await (await service.call('/v1/understand', { texts: [text] })).json()) as EncoderResponse).results[0];
    expect(await read('card '.repeat(1_500))).toMatchObject({ truncated: true });
    expect(await read('card')).toMatchObject({ truncated: false });
  });
});

describe('generating', () => {
  test('streams a start, text and an end that counts its tokens', async () => {
    const parts = await collect(readParts(await service.call('/v1/generate', generation)));
    expect(parts[0]).toMatchObject({ type: 'generation-start', model: { name: 'smollm2-135m-instruct' } });
    const end = parts.at(-1);
    if (end?.type !== 'generation-end') throw new Error('The stream has no end.');
    expect(end.usage.completionTokens).toBeGreaterThan(3);
    expect(end.usage.completionTokens).toBeLessThanOrEqual(24);
  });

  test('gives the same text for the same request: greedy, and sampled with one seed', async () => {
    expect(await textOf(generation)).toBe(await textOf(generation));
    const sampled = { ...generation, temperature: 1, seed: 7 };
    expect(await textOf(sampled)).toBe(await textOf(sampled));
    expect(await textOf({ ...sampled, seed: 8 })).not.toBe(await textOf(sampled));
  });

  test('gives the same text in company as alone', async () => {
    const alone = await textOf(generation);
    const [first, second] = await Promise.all([
      textOf(generation),
      textOf(generation),
      textOf({ ...generation, question: 'Who is there?' }),
    ]);
    expect([first, second]).toEqual([alone, alone]);
  });

  test('computes a prefix once', async () => {
    const fresh = { ...generation, system: `Answer from the text. ${Date.now()}` };
    const cached = async () => {
      const end = (await collect(readParts(await service.call('/v1/generate', fresh)))).at(-1);
      return end?.type === 'generation-end' ? end.usage.cachedTokens : -1;
    };
    expect(await cached()).toBe(0);
    expect(await cached()).toBeGreaterThan(10);
  });

  test('stops at a stop string and never gives it out', async () => {
    const whole = await textOf(generation);
    const stop = whole.split(' ')[3] ?? '';
    expect(await textOf({ ...generation, stop: [stop] })).toBe(whole.slice(0, whole.indexOf(stop)));
  });

  test('ends with a code when its time is up', async () => {
    const response = await service.call(
      '/v1/generate',
      { ...generation, maxTokens: 2_000, stop: [] },
      { 'x-deadline-ms': '40' },
    );
    const last = (await collect(readParts(response))).at(-1);
    expect(last).toMatchObject({ type: 'error', error: { code: 'deadline_exceeded' } });
  });

  test('gives its place back when the caller leaves', async () => {
    const controller = new AbortController();
    const long = { ...generation, maxTokens: 2_000 };
    const response = await fetch(`${service.url}/v1/generate`, {
      method: 'POST',
      body: JSON.stringify(long),
      signal: controller.signal,
      headers: { ...gatewayHeaders(), 'content-type': 'application/json' },
    });
    await response.body?.getReader().read();
    controller.abort();
    await until(async () =>
      /^guichet_generations_inside 0$/m.test(await (await service.call('/metrics')).text()) ? true : undefined,
    );
    expect(await textOf(generation)).not.toBe('');
  });
});

describe('an engine that is killed', () => {
  test('(generator) ends the answers it was writing with a code, comes back, and the next answer is right', async () => {
    const before = await textOf(generation);
    const response = await service.call('/v1/generate', { ...generation, maxTokens: 500 });
    const parts = readParts(response);
    await parts.next();
    const { generator } = await service.status();
    process.kill(generator.pid ?? 0, 'SIGKILL');
    const rest = await collect(parts);
    expect(rest.at(-1)).toMatchObject({ type: 'error', error: { code: 'engine_unavailable' } });
    const after = await service.settled();
    expect(after.generator).toMatchObject({ state: 'ready', restarts: generator.restarts + 1 });
    expect(await textOf(generation)).toBe(before);
  });

  test('(encoder) refuses with a code and when to try again, then answers', async () => {
    const { encoder } = await service.status();
    process.kill(encoder.pid ?? 0, 'SIGKILL');
    const refused = await until(async () => {
      const response = await service.call('/v1/understand', { texts: ['hello'] });
      return response.status === 503 ? response : undefined;
    });
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect(await codeOf(refused)).toBe('503 engine_unavailable');
    await service.settled();
    expect((await service.call('/v1/understand', { texts: ['hello'] })).status).toBe(200);
  });

  test('leaves the other engine working', async () => {
    const { generator } = await service.status();
    process.kill(generator.pid ?? 0, 'SIGKILL');
    expect((await service.call('/v1/understand', { texts: ['hello'] })).status).toBe(200);
    await service.settled();
  });
});

describe('without packs', () => {
  test('the service runs, says what is missing, and refuses with a code', async () => {
    const bare = await startService({ GUICHET_ENCODER_PACK: '/nowhere', GUICHET_GENERATOR_PACK: '/nowhere' });
    try {
      const { encoder, generator: missing } = await bare.status();
      expect([encoder.state, missing.state]).toEqual(['missing', 'missing']);
      expect(encoder.detail).toMatch(/No model pack is installed in \/nowhere/);
      expect(await codeOf(await bare.call('/v1/understand', { texts: ['hello'] }))).toBe('503 model_missing');
      expect(await codeOf(await bare.call('/v1/generate', generation))).toBe('503 model_missing');
      expect((await fetch(`${bare.url}/readyz`)).status).toBe(503);
    } finally {
      await bare.stop();
    }
  });

  test('the number of generations is bounded, and the next is refused at once', async () => {
    const small = await startService({ GUICHET_QUEUE_LIMIT: '1', GUICHET_ENCODER_PACK: '/nowhere' });
    try {
      const first = await small.call('/v1/generate', { ...generation, maxTokens: 400 });
      const second = await small.call('/v1/generate', generation);
      expect(second.headers.get('retry-after')).not.toBeNull();
      expect(await codeOf(second)).toBe('429 queue_full');
      await first.body?.cancel();
    } finally {
      await small.stop();
    }
  });
});
