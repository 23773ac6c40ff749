import { env } from 'cloudflare:workers';
import type { Reply } from '@guichet/protocol/message';
import { describe, expect, test } from 'vitest';
import { listMessages } from '../conversation/list-messages.ts';
import type { Caller } from '../security/caller.ts';
import { makeConversation, makeTenant, testContext } from '../testing/fixtures.ts';
import { acceptTurn } from './accept-turn.ts';
import { failTurn } from './fail-turn.ts';
import { finishTurn } from './finish-turn.ts';
import { readTurn } from './read-turn.ts';
import { emptyRoute } from './stored-answer.ts';
import { sweepOrphans } from './sweep-orphans.ts';
import { takeOverTurn } from './take-over-turn.ts';

const leaseMs = 30_000;

async function setUp() {
  const context = testContext();
  const tenant = await makeTenant(context);
  const { id: conversationId, session } = await makeConversation(context, tenant);
  const accepted = await acceptTurn(context, session, {
    conversationId,
    clientMessageId: 'one',
    text: 'hello',
    language: 'en',
    redaction: null,
    leaseMs,
  });
  if (accepted === undefined) throw new Error('The turn was not accepted.');
  const { turn } = accepted;
  // Ids are unique in the whole database, which the tests share.
  const name = (id: string) => `${id}_${tenant.id}`;
  const reply = (id: string): Reply => ({
    id: name(id),
    text: `answer ${id}`,
    language: 'en',
    sources: [{ articleId: 'a', version: 1, title: 'A' }],
    degraded: false,
    composition: 'approved',
    choices: [{ label: 'More', text: 'more' }],
  });
  const finish = (id: string, attempt = 1, caller: Caller = session) =>
    finishTurn(context, caller, {
      turn: { ...turn, attempt },
      conversationId,
      reply: reply(id),
      route: emptyRoute('en'),
      decision: 'answer',
      state: { version: 1, lastIntent: id },
      usage: { promptTokens: 3, completionTokens: 4 },
    });
  const history = async () =>
    (await listMessages(context, tenant.secret, { conversationId, after: 0, limit: 50 })).data;
  return { context, tenant, session, conversationId, turn, finish, history, name };
}

async function countRows(table: string, tenantId: string): Promise<number> {
  const row = await env.DB.prepare(`SELECT count(*) AS count FROM ${table} WHERE tenant_id = ?`)
    .bind(tenantId)
    .first<{ count: number }>();
  return row?.count ?? -1;
}

describe('finishing a turn', () => {
  test('stores reply, usage, event and the dialogue state together', async () => {
    const { finish, history, tenant, context, session, conversationId, name } = await setUp();
    expect(await finish('msg_1')).toBe(true);
    expect((await history())[1]).toMatchObject({ id: name('msg_1'), role: 'assistant', decision: 'answer', seq: 2 });
    expect(await countRows('usage_events', tenant.id)).toBe(1);
    expect(await countRows('outbox_events', tenant.id)).toBe(1);
    const next = await acceptTurn(context, session, {
      conversationId,
      clientMessageId: 'two',
      text: 'more',
      language: 'en',
      redaction: null,
      leaseMs,
    });
    expect(next?.state).toEqual({ version: 1, lastIntent: 'msg_1' });
  });

  test('counts once however often it is repeated', async () => {
    const { finish, history, tenant } = await setUp();
    expect([await finish('msg_1'), await finish('msg_1')]).toEqual([true, true]);
    expect(await history()).toHaveLength(2);
    expect(await countRows('usage_events', tenant.id)).toBe(1);
    expect(await countRows('outbox_events', tenant.id)).toBe(1);
  });

  test('leaves everything as it is where the turn was closed with another reply', async () => {
    const { finish, history, tenant, name } = await setUp();
    await finish('msg_1');
    expect(await finish('msg_2')).toBe(false);
    expect((await history()).map(({ id }) => id)).not.toContain(name('msg_2'));
    expect(await countRows('usage_events', tenant.id)).toBe(1);
  });

  test('finds no turn of another tenant', async () => {
    const { finish, context, history } = await setUp();
    const stranger = await makeTenant(context);
    expect(await finish('msg_1', 1, stranger.secret)).toBe(false);
    expect(await history()).toHaveLength(1);
  });

  test('is refused to a key that may only read', async () => {
    const { finish, tenant } = await setUp();
    await expect(finish('msg_1', 1, tenant.reader)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a turn whose runner is gone', () => {
  test('is taken over by one caller only, after its lease, and the old runner can no longer answer', async () => {
    const { context, session, turn, finish } = await setUp();
    const take = () => takeOverTurn(context, session, { turnId: turn.id, attempt: 1, leaseMs });
    expect(await take()).toBe(false);
    context.time += leaseMs + 1;
    expect((await Promise.all([take(), take(), take()])).filter(Boolean)).toHaveLength(1);
    expect(await finish('msg_old', 1)).toBe(false);
    expect(await finish('msg_new', 2)).toBe(true);
  });

  test('is closed by the sweep with an apology that says so, once', async () => {
    const { context, history, session, turn } = await setUp();
    const sweep = () => sweepOrphans(context, { apology: ({ name }) => `Sorry, ${name.en}.`, limit: 50 });
    await sweep();
    expect(await history()).toHaveLength(1);
    context.time += leaseMs + 1;
    expect(await sweep()).toBeGreaterThan(0);
    expect(await sweep()).toBe(0);
    expect(await history()).toHaveLength(2);
    expect((await history())[1]).toMatchObject({ text: 'Sorry, Test Bank.', degraded: true });
    expect((await readTurn(context, session, turn.id)).answer?.reply.degradedReason).toBe('interrupted');
  });

  test('is not apologised for after it was answered', async () => {
    const { context, session, turn, conversationId, finish, history, name } = await setUp();
    await finish('msg_1');
    const late = { turn, conversationId, language: 'en', apology: 'Sorry.', replyId: name('msg_2') } as const;
    expect(await failTurn(context, session, late)).toBeUndefined();
    expect(await history()).toHaveLength(2);
  });
});
