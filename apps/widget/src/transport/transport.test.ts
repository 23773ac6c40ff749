import { readEvents, type ServerEvent } from '@guichet/client/read-events';
import { describe, expect, test } from 'vitest';
import { detectLanguage } from '../i18n/detect-language.ts';
import { createAnswerStore } from './answer-store.ts';
import { createChatApi } from './chat-api.ts';
import { createSessionStore } from './session-store.ts';

function streamOf(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}

async function eventsOf(text: string, size: number): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const event of readEvents(streamOf(text, size))) events.push(event);
  return events;
}

describe('reading events', () => {
  const text = 'event: text-delta\nid: 1\ndata: {"delta":"你好"}\n\n: a comment\ndata: one\ndata: two\n\n';
  const wanted = [
    { type: 'text-delta', data: '{"delta":"你好"}' },
    { type: 'message', data: 'one\ntwo' },
  ];

  test.each([1, 2, 3, 7, 1_000])('gives the same events in pieces of %i bytes', async (size) => {
    expect(await eventsOf(text, size)).toEqual(wanted);
    expect(await eventsOf(text.replaceAll('\n', '\r\n'), size)).toEqual(wanted);
  });

  test('leaves out an event that was cut', async () => {
    expect(await eventsOf('data: whole\n\ndata: cut', 4)).toEqual([{ type: 'message', data: 'whole' }]);
  });
});

describe('the gateway', () => {
  const session = { id: 'c', sessionToken: 't' };
  const api = (answer: () => Response | Promise<Response>, seen: string[] = []) =>
    createChatApi({
      server: 'https://gw',
      publishableKey: 'pk',
      fetch: async (input) => {
        seen.push(String(input));
        return answer();
      },
    });

  test('that cannot be reached is an error of the network', async () => {
    await expect(
      api(() => Promise.reject(new TypeError('failed'))).createConversation('en', null),
    ).rejects.toMatchObject({
      code: 'network',
    });
  });

  test('names its errors, and when to try again', async () => {
    const busy = () =>
      Response.json({ error: { code: 'queue_full' } }, { status: 429, headers: { 'retry-after': '3' } });
    await expect(api(busy).createConversation('en', null)).rejects.toMatchObject({
      code: 'queue_full',
      retryAfterMs: 3_000,
    });
  });

  test('behind a proxy that answers with a page is an internal error', async () => {
    await expect(
      api(() => new Response('<html>', { status: 502 })).createConversation('en', null),
    ).rejects.toMatchObject({
      code: 'internal',
    });
  });

  test('gives the whole history, page by page', async () => {
    const seen: string[] = [];
    const pages = [
      { data: [{ seq: 1 }, { seq: 2 }], hasMore: true },
      { data: [{ seq: 3 }], hasMore: false },
    ];
    const history = await api(() => Response.json(pages.shift()), seen).history(session);
    expect(history).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
    expect(seen[1]).toContain('after=2');
  });

  test('that sends something else than JSON in a stream counts as lost', async () => {
    const stream = api(() => new Response('data: nonsense\n\n')).send(session, { text: 'x', clientMessageId: 'y' });
    await expect(stream.next()).rejects.toMatchObject({ code: 'network' });
  });
});

describe('the session', () => {
  const memory = () => {
    const items = new Map<string, string>();
    return {
      getItem: (name: string) => items.get(name) ?? null,
      setItem: (name: string, value: string) => void items.set(name, value),
      removeItem: (name: string) => void items.delete(name),
    } as Storage;
  };

  test('is kept under its key and forgotten', () => {
    const storage = memory();
    const store = createSessionStore(() => storage, 'pk_1');
    store.save({ id: 'a', sessionToken: 'b' });
    expect(store.load()).toEqual({ id: 'a', sessionToken: 'b' });
    expect(createSessionStore(() => storage, 'pk_2').load()).toBeNull();
    store.clear();
    expect(store.load()).toBeNull();
  });

  test.each(['', '{', '[]', '{"id":5}', 'null'])('that was spoilt ("%s") counts as none', (text) => {
    const storage = memory();
    storage.setItem('guichet:pk', text);
    expect(createSessionStore(() => storage, 'pk').load()).toBeNull();
  });

  test('is done without where the browser forbids storage', () => {
    const store = createSessionStore(() => {
      throw new DOMException('denied', 'SecurityError');
    }, 'pk');
    store.save({ id: 'a', sessionToken: 'b' });
    expect(store.load()).toBeNull();
  });
});

describe('an answer on its way', () => {
  const items = new Map<string, string>();
  const storage = {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  } as Storage;
  const store = createAnswerStore(() => storage, 'pk');
  const kept = { key: 'k', answers: 'i', text: 'Yes', answer: { confirmed: true } };

  test('is kept and forgotten', () => {
    store.save(kept);
    expect(store.load()).toEqual(kept);
    store.clear();
    expect(store.load()).toBeNull();
  });

  test('with a secret is not kept', () => {
    store.save({ ...kept, answer: { code: '739164' } });
    expect([...items.values()].join()).not.toContain('739164');
    expect(store.load()).toBeNull();
  });
});

describe('interactions and identity', () => {
  const session = { id: 'c', sessionToken: 't' };

  test('have addresses of their own below the conversation', async () => {
    const seen: string[] = [];
    const api = createChatApi({
      server: 'https://gw',
      publishableKey: 'pk',
      fetch: async (input, init) => {
        seen.push(`${init?.method ?? 'GET'} ${input} ${init?.body ?? ''}`);
        return String(input).endsWith('/identity')
          ? Response.json({ assurance: 'verified' })
          : init?.method === 'POST'
            ? new Response('data: {"type":"turn-end"}\n\n')
            : Response.json({ interaction: {}, state: 'expired' });
      },
    });
    expect(await api.identify(session, 'jwt')).toBe('verified');
    expect(await api.interactionState(session, '../x')).toBe('expired');
    const parts = api.answer(session, 'i1', { value: 'a', clientMessageId: 'k' });
    expect((await parts.next()).value).toEqual({ type: 'turn-end' });
    expect(seen).toEqual([
      'POST https://gw/v1/conversations/c/identity {"token":"jwt"}',
      'GET https://gw/v1/conversations/c/interactions/..%2Fx ',
      'POST https://gw/v1/conversations/c/interactions/i1 {"value":"a","clientMessageId":"k"}',
    ]);
  });
});

test.each([
  [['zh-Hans-CN'], 'zh'],
  [['ZH'], 'zh'],
  [['fr', 'zh-TW'], 'zh'],
  [[null, undefined, 'en-GB'], 'en'],
  [[], 'en'],
  [['zhuang'], 'en'],
] as const)('the languages %j are spoken as %s', (tags, language) => {
  expect(detectLanguage(tags)).toBe(language);
});
