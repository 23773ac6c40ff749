import { describe, expect, test } from 'vitest';
import { findRedactionBasis } from '../conversation/find-redaction-basis.ts';
import { listMessages } from '../conversation/list-messages.ts';
import type { Caller } from '../security/caller.ts';
import { makeConversation, makeTenant, testContext } from '../testing/fixtures.ts';
import { acceptTurn } from './accept-turn.ts';

const message = { text: 'where is my card', language: 'en', redaction: null, leaseMs: 30_000 } as const;

async function setUp() {
  const context = testContext();
  const tenant = await makeTenant(context);
  const conversation = await makeConversation(context, tenant);
  const accept = (changes: Partial<Parameters<typeof acceptTurn>[2]> = {}, caller: Caller = conversation.session) =>
    acceptTurn(context, caller, {
      ...message,
      conversationId: conversation.id,
      clientMessageId: undefined,
      ...changes,
    });
  const history = async () =>
    (await listMessages(context, tenant.secret, { conversationId: conversation.id, after: 0, limit: 50 })).data;
  return { context, tenant, conversation, accept, history };
}

describe('accepting a turn', () => {
  test('opens one turn and stores the message with number 1', async () => {
    const { accept, history } = await setUp();
    const accepted = await accept({ clientMessageId: 'a' });
    expect(accepted).toMatchObject({ opened: true, answer: null, turn: { seq: 1, status: 'running', attempt: 1 } });
    expect(await history()).toMatchObject([{ seq: 1, role: 'customer', status: 'running', clientMessageId: 'a' }]);
  });

  test('opens one turn for one client message id, however many send it at once', async () => {
    const { accept, history } = await setUp();
    const all = await Promise.all([1, 2, 3, 4].map(() => accept({ clientMessageId: 'same' })));
    expect(all.filter((one) => one?.opened)).toHaveLength(1);
    expect(new Set(all.map((one) => one?.turn.id)).size).toBe(1);
    expect(await history()).toHaveLength(1);
  });

  test('numbers messages without gaps when many come at once', async () => {
    const { accept, history } = await setUp();
    await Promise.all([1, 2, 3, 4, 5].map((n) => accept({ clientMessageId: `m${n}` })));
    expect((await history()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  test('gives nothing and stores nothing where placeholders were numbered from older counts', async () => {
    const { accept, history, context, conversation, tenant } = await setUp();
    await accept({ redaction: { before: {}, after: { CARD: 1 } } });
    expect(await accept({ redaction: { before: {}, after: { CARD: 1 } } })).toBeUndefined();
    expect(await history()).toHaveLength(1);
    expect(await findRedactionBasis(context, tenant.secret, conversation.id)).toMatchObject({ counts: { CARD: 1 } });
  });

  test('does not find the conversation of another tenant, nor another conversation of the same one', async () => {
    const { accept, context, tenant, history } = await setUp();
    const stranger = await makeTenant(context);
    const neighbour = await makeConversation(context, tenant);
    for (const caller of [stranger.secret, neighbour.session]) {
      await expect(accept({}, caller)).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await history()).toEqual([]);
  });

  test('is refused to a key that may only read and to a publishable key', async () => {
    const { accept, tenant } = await setUp();
    for (const caller of [tenant.reader, tenant.publishable])
      await expect(accept({}, caller)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('takes any text as words to search for, never as a search expression', async () => {
    const { accept } = await setUp();
    for (const text of ['" OR scope : "x', '*', 'NEAR(a b)', 'a AND', '^', '{}', "'; DROP TABLE turns; --", '\u0000'])
      expect(await accept({ text })).toMatchObject({ opened: true, hits: [] });
  });
});
