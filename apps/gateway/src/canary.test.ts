import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { importFlows, offered, openBank } from './testing/bank.ts';
import { ask, get, importArticles, makeTenant, openConversation, post, startGateway } from './testing/world.ts';

// Values that stand nowhere else. Whatever route takes one in, it is found nowhere afterwards, but in the vault's ciphertext.
const canaries = {
  card: '4929 3510 8472 6618',
  otherCard: '6217-8530-1947-2065-384',
  wideCard: '５３７２２８８１９０４６６２７６',
  email: 'canary.bird77@nest.example',
  phone: '+44 7911 847 362',
  chinesePhone: '13987654021',
  iban: 'GB33BUKB20201555555555',
  residentId: '11010519491231002X',
  passport: 'E73920184',
  account: '77391846205517',
  pin: '8391',
  code: '739205',
  password: 'Kanarienvogel#9',
};
const messages = [
  `my card ${canaries.card} was charged twice, is that normal`,
  `银行卡${canaries.otherCard}还没收到`,
  `卡号${canaries.wideCard}被盗刷了`,
  `write to ${canaries.email} or call me on ${canaries.phone} about the exchange rate`,
  `我的手机号是${canaries.chinesePhone}，身份证${canaries.residentId}`,
  `send it to ${canaries.iban}, passport number ${canaries.passport}, account number ${canaries.account}`,
  `my pin is ${canaries.pin} and the code is ${canaries.code}`,
  `登录密码是${canaries.password}`,
  'perhaps what is the rate thing',
];
const splitCard = ['my card is 4539 5787', '6362 1486 that is it'];

test('canary values are found in no table, key, log line or model input, whatever route they came by', {
  timeout: 120_000,
}, async () => {
  // The search itself finds every one of them where they are.
  expect(hits(messages.join('\n'))).toHaveLength(Object.keys(canaries).length);
  const gateway = startGateway();
  const tenant = await makeTenant(gateway);
  await importArticles(gateway, tenant);
  const conversation = await openConversation(gateway, tenant);
  const { app } = gateway;
  const answers: string[] = [];
  const send = async (path: string, key: string, body: unknown, accept = 'application/json') => {
    const response = await app.request(path, post(key, body, { accept }));
    expect(response.status, path).toBe(200);
    answers.push(await response.text());
  };
  const second = await openConversation(gateway, tenant);
  for (const text of splitCard) await send(second.path, second.sessionToken, { text });
  for (const text of messages) {
    await send(conversation.path, conversation.sessionToken, { text });
    await send(conversation.path, conversation.sessionToken, { text: `${text} ` }, 'text/event-stream');
    await send('/v1/chat', tenant.secretKey, { text });
    await send('/v1/understand', tenant.secretKey, { text });
    for (const model of ['guichet', 'exchange', 'base']) {
      const turns = [
        { role: 'system', content: `Help. ${text}` },
        { role: 'user', content: text },
        { role: 'assistant', content: text },
        { role: 'user', content: text },
      ];
      await send('/v1/chat/completions', tenant.secretKey, { model, messages: turns });
      await send('/v1/completions', tenant.secretKey, { model, prompt: text });
    }
    await send('/v1/embeddings', tenant.secretKey, { model: 'guichet', input: text });
  }
  const history = await (await app.request(conversation.path, get(conversation.sessionToken))).text();
  const seen: unknown = await (await fetch(`${env.INFERENCE_URL}/seen`)).json();
  const places = {
    database: await dumpDatabase(),
    keys: await dumpKeys(),
    log: gateway.lines.join('\n'),
    seen: JSON.stringify(seen),
    answers: answers.join('\n'),
    history,
  };
  expect(places.database.includes('<CARD_1>')).toBe(true);
  expect(places.seen.includes('<CARD_1>')).toBe(true);
  const found = Object.entries(places).flatMap(([place, content]) =>
    hits(content).map((canary) => `${canary} in ${place}`),
  );
  expect(found).toEqual([]);
});

test('nor are they when sent in a form, and a card typed in full is told among those offered by its last digits', async () => {
  const gateway = startGateway();
  const tenant = await makeTenant(gateway);
  await importArticles(gateway, tenant);
  await importFlows(gateway, tenant);
  const bank = openBank(gateway);
  const card = '4929 3510 8489 5678';
  const first = await openConversation(gateway, tenant);
  await ask(gateway, first, 'what about the rate thing');
  expect((await ask(gateway, first, `it is ${card}`)).reply.text).toBe('Red card 5678 is frozen.');

  const second = await openConversation(gateway, tenant);
  const form = offered(await ask(gateway, second, 'Unfreeze a card'));
  expect(form.type).toBe('form');
  const note = `${messages.slice(0, 4).join(' ')} ${card}`.slice(0, 200);
  const path = `/v1/conversations/${second.id}/interactions/${form.id}`;
  const response = await gateway.app.request(path, post(second.sessionToken, { values: { card: 'c1', note } }));
  expect(response.status).toBe(200);
  const places = [await response.text(), await dumpDatabase(), gateway.lines.join('\n'), JSON.stringify(bank.calls)];
  expect(places[1]?.includes('<CARD_2>')).toBe(true);
  expect(places.flatMap(hits)).toEqual([]);
  expect(places.some((place) => place.includes(card) || place.includes(card.replaceAll(' ', '')))).toBe(false);
});

test('the customer is told when a secret was masked, and a code that was asked for never reaches the database', async () => {
  const gateway = startGateway();
  const tenant = await makeTenant(gateway);
  const { id, path, sessionToken } = await openConversation(gateway, tenant);
  const say = async (text: string) => {
    const response = await gateway.app.request(path, post(sessionToken, { text }));
    return (await response.json()) as { reply: { text: string } };
  };
  expect((await say('my pin is 8391')).reply.text).toMatch(/^For your safety I have not kept/);
  expect((await say('我的密码是839174')).reply.text).toMatch(/^为了您的资金安全/);
  const waiting = {
    type: 'secret',
    id: 'i1',
    purpose: 'step-up',
    label: 'Code',
    digits: 6,
    attemptsLeft: 3,
    expiresAt: '2030-01-01T00:00:00Z',
  };
  await openSecret(id, waiting);
  await say('it says 551 902');
  expect(await dumpDatabase()).not.toMatch(/551 ?902/);
});

async function openSecret(conversationId: string, waiting: object): Promise<void> {
  const flow = {
    flow: 'x',
    version: 1,
    step: 's',
    slots: {},
    openedAt: 0,
    touchedAt: 0,
    waiting,
    misses: 0,
    confirmed: null,
    answered: null,
    intent: 'x',
    hops: 0,
    effect: false,
    asking: [],
  };
  const state = { version: 2, clarifications: 0, lastIntent: null, language: null, seenAt: 0, flows: [flow], used: [] };
  await env.DB.prepare('UPDATE conversations SET state = ? WHERE id = ?')
    .bind(JSON.stringify(state), conversationId)
    .run();
  await env.DB.prepare(
    `INSERT INTO interactions SELECT 'i1', tenant_id, conversation_id, id, 'secret', ?, 'open', NULL, NULL, CAST(? AS INTEGER)
     FROM turns WHERE conversation_id = ? LIMIT 1`,
  )
    .bind(JSON.stringify(waiting), Date.now(), conversationId)
    .run();
}

async function dumpDatabase(): Promise<string> {
  const { results } = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
  ).all<{ name: string }>();
  const tables = await Promise.all(results.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`).all()));
  return JSON.stringify(tables.map((table) => table.results));
}

async function dumpKeys(): Promise<string> {
  const { keys } = await env.KEYS.list();
  const values = await Promise.all(keys.map(({ name }) => env.KEYS.get(name)));
  expect(keys.length).toBeGreaterThan(0);
  return JSON.stringify([keys, values]);
}

/** Canaries in a text, as typed or with their separators gone. */
function hits(content: string): string[] {
  const folded = content.normalize('NFKC').toLowerCase();
  const compact = folded.replace(/(?<=\d)[\s\-./]+(?=\d)/g, '');
  const values = [...Object.values(canaries), '4539578763621486'].map((value) => value.normalize('NFKC').toLowerCase());
  // A code of four digits turns up in ids and times by chance: it counts only as a word of its own.
  const stands = (value: string) => new RegExp(`(?<![0-9a-z])${value}(?![0-9a-z])`).test(folded);
  return values.filter((value) =>
    /^\d{4,6}$/.test(value)
      ? stands(value)
      : folded.includes(value) || compact.includes(value.replace(/(?<=\d)[\s-]+(?=\d)/g, '')),
  );
}
