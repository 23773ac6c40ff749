import type { TurnAnswer } from '@guichet/protocol/message';
import { describe, expect, test } from 'vitest';
import { flowFiles, importFlows, offered, openBank } from './testing/bank.ts';
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
  expect((await importFlows(gateway, tenant)).status).toBe(200);
  const bank = openBank(gateway);
  const conversation = await openConversation(gateway, tenant);
  const say = (text: string) => ask(gateway, conversation, text);
  const at = (id: string) => `/v1/conversations/${conversation.id}/interactions/${id}`;
  const send = (id: string, body: object, headers = {}) =>
    gateway.app.request(at(id), post(conversation.sessionToken, body, headers));
  const press = async (answer: TurnAnswer, body: object): Promise<TurnAnswer> => {
    const response = await send(offered(answer).id, body);
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
    return response.json();
  };
  const stateOf = async (answer: TurnAnswer) => {
    const response = await gateway.app.request(at(offered(answer).id), get(conversation.sessionToken));
    return ((await response.json()) as { state: string }).state;
  };
  const history = async () => {
    const response = await gateway.app.request(conversation.path, get(conversation.sessionToken));
    return ((await response.json()) as { data: { role: string; text: string; interaction?: object }[] }).data;
  };
  return { gateway, tenant, bank, conversation, say, send, press, stateOf, history };
}

/** What the stand-in for the encoder takes for the intent that starts the flow. */
const wish = 'what about the rate thing';

describe('a flow over the API', () => {
  test('asks, acts once, says so with its source, and is in the history', async () => {
    const { say, press, bank, stateOf, history } = await setUp();
    const which = await say(wish);
    expect(which).toMatchObject({
      decision: 'flow',
      reply: { text: 'Which card?', interaction: { type: 'choice', options: [{ value: 'c1' }, { value: 'c2' }] } },
    });
    expect(await stateOf(which)).toBe('open');
    const done = await press(which, { value: 'c2' });
    expect(done.reply).toMatchObject({
      text: 'Red card 5678 is frozen.',
      composition: 'fixed',
      sources: [{ articleId: 'card-not-arrived' }],
    });
    expect(await stateOf(which)).toBe('used');
    expect(bank.calls.map(({ action, interactionId }) => [action, interactionId])).toEqual([
      ['cards.list', expect.any(String)],
      ['cards.freeze', offered(which).id],
    ]);
    expect((await history()).map(({ text }) => text)).toEqual([
      wish,
      'Which card?',
      'Red card 5678',
      'Red card 5678 is frozen.',
    ]);
  });

  test('takes a typed answer as well; the button is used up by it', async () => {
    const { say, stateOf, send } = await setUp();
    const which = await say(wish);
    expect((await say('the blue card')).reply.text).toBe('Blue card 1234 is frozen.');
    expect(await stateOf(which)).toBe('used');
    expect((await send(offered(which).id, { value: 'c1' })).status).toBe(409);
  });

  test('streams the offer after the sources and before the end', async () => {
    const { gateway, conversation } = await setUp();
    const response = await gateway.app.request(
      conversation.path,
      post(conversation.sessionToken, { text: wish }, { accept: 'text/event-stream' }),
    );
    const types = (await readParts(response)).map(({ type }) => type);
    expect(types).toEqual([
      'turn-start',
      'route-set',
      'text-start',
      'text-delta',
      'text-end',
      'interaction-offer',
      'turn-end',
    ]);
  });

  test('is stopped by a word, and its offer is closed', async () => {
    const { say, stateOf, send } = await setUp();
    const which = await say(wish);
    expect((await say('cancel')).reply.text).toMatch(/Nothing was changed/);
    expect(await stateOf(which)).toBe('expired');
    const late = await send(offered(which).id, { value: 'c1' });
    expect([late.status, await late.json()]).toMatchObject([410, { error: { code: 'interaction_expired' } }]);
  });

  test('keeps its question open over another one', async () => {
    const { say, press } = await setUp();
    const which = await say(wish);
    const aside = await say('where is my card, it should have come last week?');
    expect(aside.reply.sources).toMatchObject([{ articleId: 'card-not-arrived' }]);
    expect(offered(aside)).toEqual(offered(which));
    expect((await press(which, { value: 'c1' })).reply.text).toBe('Blue card 1234 is frozen.');
  });
});

describe('an interaction', () => {
  test('pressed twice, and by four at once, is one turn and one effect', async () => {
    const { say, send, bank } = await setUp();
    const { id } = offered(await say(wish));
    const responses = await Promise.all([1, 2, 3, 4].map(() => send(id, { value: 'c1' })));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(bank.calls.filter(({ action }) => action === 'cards.freeze')).toHaveLength(1);
  });

  test('sent again under the same client message id gives the same answer', async () => {
    const { say, send } = await setUp();
    const { id } = offered(await say(wish));
    const first = await send(id, { value: 'c1', clientMessageId: 'p-1' });
    const second = await send(id, { value: 'c1', clientMessageId: 'p-1' });
    expect(await second.json()).toEqual(await first.json());
    expect((await send(id, { value: 'c2', clientMessageId: 'p-1' })).status).toBe(409);
  });

  test.each([
    [{}, 400, 'invalid_request'],
    [{ value: 'c1', confirmed: true }, 400, 'invalid_request'],
    [{ confirmed: true }, 400, 'invalid_request'],
    [{ value: 'c1', vaule: 'c2' }, 400, 'unknown_field'],
    [{ value: 7 }, 400, 'invalid_request'],
  ])('refuses %j and stays open', async (body, status, code) => {
    const { say, send, stateOf } = await setUp();
    const which = await say(wish);
    const response = await send(offered(which).id, body);
    expect([response.status, await response.json()]).toMatchObject([status, { error: { code } }]);
    expect(await stateOf(which)).toBe('open');
  });

  test('with a value that was not offered is asked again', async () => {
    const { say, press, bank } = await setUp();
    const again = await press(await say(wish), { value: 'c9' });
    expect(again.reply.text).toMatch(/choose one of these/);
    expect(bank.calls.every(({ action }) => action === 'cards.list')).toBe(true);
    expect((await press(again, { value: 'c1' })).reply.text).toMatch(/frozen/);
  });

  test('is not there for another conversation or another tenant', async () => {
    const { say, gateway, tenant } = await setUp();
    const { id } = offered(await say(wish));
    const other = await openConversation(gateway, tenant);
    const stranger = await makeTenant(gateway);
    for (const key of [other.sessionToken, tenant.secretKey, stranger.secretKey]) {
      const address = `/v1/conversations/${other.id}/interactions/${id}`;
      expect((await gateway.app.request(address, get(key))).status).toBe(404);
      expect((await gateway.app.request(address, post(key, { value: 'c1' }))).status).toBe(404);
    }
  });
});

describe('a step-up over the API', () => {
  async function upToCode() {
    const world = await setUp();
    const form = await world.say('Unfreeze a card');
    expect(offered(form)).toMatchObject({ type: 'form', fields: [{ name: 'card' }, { name: 'note' }] });
    const sure = await world.press(form, { values: { card: 'c1', note: 'lost, mail me at jane.doe@example.com' } });
    const secret = await world.press(sure, { confirmed: true });
    return { ...world, sure, secret };
  }

  test('takes the code from its field, and the effect hangs on the confirmation', async () => {
    const { secret, press, bank, sure, history, gateway } = await upToCode();
    expect(offered(secret)).toMatchObject({ type: 'secret', digits: 6 });
    const done = await press(secret, { code: '739164' });
    expect(done.reply.text).toBe('Blue card 1234 works again.');
    expect(bank.calls.at(-1)).toMatchObject({ action: 'cards.unfreeze', interactionId: offered(sure).id });
    expect(bank.calls.find(({ action }) => action === 'identity.check_code')?.fields).toEqual({ code: '739164' });
    expect(JSON.stringify([await history(), gateway.lines])).not.toContain('739164');
  });

  test('never stores a code that was typed as a message, and points to the field', async () => {
    const { say, history, gateway, secret } = await upToCode();
    const said = await say('739 164');
    expect(said.reply.text).toMatch(/in the field/);
    expect(offered(said)).toEqual(offered(secret));
    expect(JSON.stringify([await history(), gateway.lines])).not.toMatch(/739 ?164/);
  });

  test('masks personal data in a form like in any message', async () => {
    const { history } = await upToCode();
    const text = JSON.stringify(await history());
    expect(text).toContain('<EMAIL_1>');
    expect(text).not.toContain('jane');
  });
});

describe('a failing institution', () => {
  test('leads to a person, and says nothing that is not known', async () => {
    const { say, press, bank } = await setUp();
    const which = await say(wish);
    bank.answers['cards.freeze'] = { outcome: 'timeout' };
    const answer = await press(which, { value: 'c1' });
    expect(answer.decision).toBe('handoff');
    expect(answer.reply.text).toMatch(/did not hear back/);
  });

  test('that breaks the turn off leaves the button to be pressed again, and the effect happens once', async () => {
    const { say, press, bank, gateway, stateOf } = await setUp();
    const which = await say(wish);
    const { runAction } = gateway.services;
    gateway.services.runAction = async (call) => {
      await runAction(call);
      throw new Error('The isolate is gone.');
    };
    expect((await press(which, { value: 'c1' })).reply.degradedReason).toBe('interrupted');
    expect(await stateOf(which)).toBe('open');
    gateway.services.runAction = runAction;
    expect((await press(which, { value: 'c1' })).reply.text).toMatch(/frozen/);
    expect(bank.calls.filter(({ action }) => action === 'cards.freeze')).toHaveLength(1);
  });
});

describe('messages at once', () => {
  test('are taken one after the other: none loses what the other began', async () => {
    const { say } = await setUp();
    const [first, second] = await Promise.all([say(wish), say('the red card')]);
    const texts = [first.reply.text, second.reply.text];
    const third = await say('the blue card');
    expect([...texts, third.reply.text].some((text) => text.includes('frozen'))).toBe(true);
  });
});

describe('importing flows', () => {
  test('refuses with every fault, its file and its line, and leaves the old ones at work', async () => {
    const { gateway, tenant, say } = await setUp();
    const files = flowFiles.map((file) => ({ ...file, content: file.content.replace('ask: [card]', 'ask: [cart]') }));
    const response = await importFlows(gateway, tenant, files);
    expect([response.status, await response.json()]).toMatchObject([
      422,
      {
        error: { code: 'flow_invalid', message: expect.stringContaining('freeze.yaml, line 10') },
        faults: [{ path: 'freeze.yaml', line: 10, message: expect.stringContaining('no slot "cart"') }],
      },
    ]);
    expect((await say(wish)).reply.text).toBe('Which card?');
  });

  test('is for secret keys that may write', async () => {
    const { gateway, tenant } = await setUp();
    for (const key of [tenant.readerKey, tenant.publishableKey]) {
      expect((await gateway.app.request('/v1/flows/import', post(key, { files: flowFiles }))).status).toBe(403);
    }
  });

  test('changes nothing the second time', async () => {
    const { gateway, tenant } = await setUp();
    expect(await (await importFlows(gateway, tenant)).json()).toMatchObject({
      changed: false,
      flows: [{ id: 'freeze-card' }, { id: 'unfreeze-card' }],
    });
  });
});
