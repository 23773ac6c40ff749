import { describe, expect, test } from 'vitest';
import {
  ask,
  type Gateway,
  get,
  importArticles,
  type Mode,
  makeTenant,
  openConversation,
  post,
  readParts,
  startGateway,
} from './testing/world.ts';

async function setUp(mode: Mode = 'ok') {
  const gateway = startGateway(mode);
  const tenant = await makeTenant(gateway);
  await importArticles(gateway, tenant);
  const conversation = await openConversation(gateway, tenant);
  const say = (text: string) => ask(gateway, conversation, text);
  const stream = async (text: string) =>
    readParts(
      await gateway.app.request(
        conversation.path,
        post(conversation.sessionToken, { text }, { accept: 'text/event-stream' }),
      ),
    );
  return { gateway, tenant, conversation, say, stream, history: () => readHistory(gateway, conversation) };
}

async function readHistory({ app }: Gateway, { path, sessionToken }: { path: string; sessionToken: string }) {
  const response = await app.request(path, get(sessionToken));
  const { data } = (await response.json()) as { data: { role: string; text: string; degraded?: boolean }[] };
  return data;
}

describe('an answer', () => {
  test('is the approved article with its source', async () => {
    const { say } = await setUp();
    const answer = await say('where is my card, it should have come last week');
    expect(answer).toMatchObject({
      decision: 'answer',
      reply: {
        composition: 'approved',
        degraded: false,
        sources: [{ articleId: 'card-not-arrived', version: 1, title: 'My card has not arrived' }],
      },
    });
    expect(answer.reply.text).toBe(
      'A new card takes 3 to 5 working days in the UK.\n\nCheck the address in Profile first. Then order a new card in Cards.',
    );
  });

  test('is in the language of the question', async () => {
    const { say } = await setUp();
    const answer = await say('我的银行卡还没收到');
    expect(answer.reply).toMatchObject({ language: 'zh', sources: [{ title: '我的银行卡还没收到' }] });
  });

  test('streams the parts in their order, and the deltas joined are the stored text', async () => {
    const { stream, history } = await setUp();
    const parts = await stream('my card has not arrived');
    expect(parts.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1])).toEqual([
      'turn-start',
      'route-set',
      'text-start',
      'text-delta',
      'text-end',
      'source-add',
      'turn-end',
    ]);
    const joined = parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');
    const end = parts.at(-1);
    expect(end?.type === 'turn-end' && end.answer.reply.text).toBe(joined);
    expect((await history())[1]?.text).toBe(joined);
  });

  test('composed from passages cites the article that carries it', async () => {
    const { say } = await setUp();
    const answer = await say('what about the rate thing');
    expect(answer.reply).toMatchObject({
      composition: 'generated',
      degraded: false,
      sources: [{ articleId: 'exchange-rate' }],
    });
    expect(answer.reply.text).toMatch(/live market rate/);
  });

  test('never shows a composed sentence that no passage carries', async () => {
    const { say } = await setUp('nonsense');
    const { reply } = await say('what about the rate thing');
    expect(reply.text).not.toMatch(/moon/);
    expect(reply).toMatchObject({ composition: 'approved', degraded: false });
  });

  test("refuses what is not the bank's business", async () => {
    const { say } = await setUp();
    const answer = await say('what will the weather be tomorrow');
    expect(answer).toMatchObject({
      decision: 'refuse',
      reply: { sources: [] },
      route: { rejected: true, intents: [], experts: [] },
    });
    expect(answer.reply.text).toMatch(/cards and rates/);
  });

  test('asks back where the router is not sure, and takes the choice', async () => {
    const { say } = await setUp();
    const question = await say('perhaps something with it');
    expect(question.decision).toBe('clarify');
    const [first] = question.reply.choices;
    const answer = await say(first?.text ?? '');
    expect(answer).toMatchObject({ decision: 'answer', reply: { sources: [{ title: first?.label }] } });
  });

  test('hands over to a person who is asked for', async () => {
    const { stream } = await setUp();
    const parts = await stream('agent');
    expect(parts.find((part) => part.type === 'handoff-request')).toMatchObject({ reason: 'asked for a person' });
  });

  test('never shows an expert at work that is not loaded', async () => {
    const { say } = await setUp();
    const { route } = await say('what about the rate thing');
    expect(route.experts.length).toBeGreaterThan(0);
    expect(route.experts.every(({ loaded, adapterVersion }) => !loaded && adapterVersion === null)).toBe(true);
  });
});

describe('while the inference service fails', () => {
  test.each(['missing', 'gone', 'dies'] as const)('(%s) every question gets a labelled answer', async (mode) => {
    const { say } = await setUp(mode);
    const answer = await say('which exchange rate do i get for euros');
    expect(answer.reply.text).toMatch(/live market rate/);
    expect(answer.reply.degraded).toBe(true);
  });

  test('a generation that breaks off after a sentence goes on with the approved text', async () => {
    const { stream } = await setUp('dies');
    const parts = await stream('what about the rate thing');
    const end = parts.at(-1);
    if (end?.type !== 'turn-end') throw new Error('The stream has no end.');
    expect(end.answer.reply).toMatchObject({ degraded: true, degradedReason: 'generation-interrupted' });
    expect(end.answer.reply.text).toMatch(/At weekends we add 0\.5 %/);
  });

  test('the next question is answered as if nothing had been', async () => {
    const { conversation, tenant } = await setUp('gone');
    const healthy = startGateway('ok');
    expect(tenant.id).not.toBe('');
    const answer = await ask(healthy, conversation, 'what about the rate thing');
    expect(answer.reply.degraded).toBe(false);
  });
});

describe('the same message again', () => {
  test('gets the stored answer, as JSON and as a stream', async () => {
    const { gateway, conversation } = await setUp();
    const body = { text: 'my card has not arrived', clientMessageId: 'm-1' };
    const first = await gateway.app.request(conversation.path, post(conversation.sessionToken, body));
    const second = await gateway.app.request(conversation.path, post(conversation.sessionToken, body));
    expect(await second.json()).toEqual(await first.json());
    const streamed = await readParts(
      await gateway.app.request(
        conversation.path,
        post(conversation.sessionToken, body, { accept: 'text/event-stream' }),
      ),
    );
    expect(streamed.at(-1)).toMatchObject({ type: 'turn-end' });
  });

  test('at once is one turn with one answer', async () => {
    const { gateway, conversation, history } = await setUp();
    const body = { text: 'what about the rate thing', clientMessageId: 'm-2' };
    const send = async () =>
      (await gateway.app.request(conversation.path, post(conversation.sessionToken, body))).json();
    const [first, ...rest] = await Promise.all([send(), send(), send()]);
    for (const other of rest) expect(other).toEqual(first);
    expect(await history()).toHaveLength(2);
  });

  test('with another text is a conflict, and the first stands', async () => {
    const { gateway, conversation, history } = await setUp();
    const send = (text: string) =>
      gateway.app.request(conversation.path, post(conversation.sessionToken, { text, clientMessageId: 'm-3' }));
    await send('my card has not arrived');
    const second = await send('which exchange rate do i get');
    expect(second.status).toBe(409);
    expect(await second.json()).toMatchObject({ error: { code: 'idempotency_conflict' } });
    expect(await history()).toHaveLength(2);
  });
});

describe('personal data', () => {
  const text = 'my card 4242 4242 4242 4242 and mail jane.doe@example.com, IBAN GB33BUKB20201555555555';

  test('is masked in history, answer and log', async () => {
    const { say, history, gateway } = await setUp();
    const answer = await say(text);
    const everything = JSON.stringify([answer, await history(), gateway.lines]);
    for (const secret of ['4242', 'jane', 'example.com', 'GB33']) expect(everything).not.toContain(secret);
    expect((await history())[0]?.text).toMatch(/<CARD_1>.*<EMAIL_1>.*<IBAN_1>/);
  });

  test('keeps one number for one conversation: a second card is another placeholder', async () => {
    const { say, history } = await setUp();
    await say('card 4242 4242 4242 4242');
    await say('and card 5555 5555 5555 4444');
    expect((await history())[2]?.text).toContain('<CARD_2>');
  });

  test('never reaches the log, nor does any message text', async () => {
    const { say, gateway } = await setUp();
    await say('the purple elephant lost my card');
    expect(gateway.lines.join('\n')).not.toContain('elephant');
    expect(gateway.lines.length).toBeGreaterThan(0);
  });
});

describe('the log event of a turn', () => {
  test('holds when each step ended, in the order of the steps', async () => {
    const { say, gateway } = await setUp();
    await say('what about the rate thing');
    const event = gateway.lines
      .map((line) => JSON.parse(line) as Record<string, number>)
      .find(({ turnId }) => turnId !== undefined);
    const steps = ['accepted', 'routed', 'firstToken', 'firstText', 'composed', 'stored'];
    const times = steps.map((step) => event?.[`${step}Ms`]);
    expect(times.every((time) => typeof time === 'number')).toBe(true);
    expect(times).toEqual(times.toSorted((a = 0, b = 0) => a - b));
  });
});

describe('understanding a text', () => {
  test('gives the route with its reasons and stores nothing', async () => {
    const { gateway, tenant, history } = await setUp();
    const response = await gateway.app.request(
      '/v1/understand',
      post(tenant.publishableKey, { text: 'what about the rate thing' }),
    );
    expect(await response.json()).toMatchObject({
      language: 'en',
      rejected: false,
      intents: [{ intent: 'exchange_rate' }, { intent: 'card_arrival' }],
      tier: 'encoder',
      reasons: { abstained: false, summary: expect.stringContaining('exchange_rate') },
    });
    expect(await history()).toEqual([]);
  });
});

describe('the description of the API', () => {
  test('is an OpenAPI 3.1 document with every route and its errors', async () => {
    const response = await startGateway().app.request('/openapi.json');
    const document = (await response.json()) as {
      openapi: string;
      paths: Record<string, Record<string, { responses: object }>>;
    };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/v1/conversations',
        '/v1/conversations/{id}/messages',
        '/v1/understand',
        '/v1/articles/import',
      ]),
    );
    expect(Object.keys(document.paths['/v1/understand']?.post?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '400', '401', '413']),
    );
  });
});
