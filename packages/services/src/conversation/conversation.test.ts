import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { makeConversation, makeTenant, testContext } from '../testing/fixtures.ts';
import { acceptTurn } from '../turn/accept-turn.ts';
import { createConversation } from './create-conversation.ts';
import { listMessages } from './list-messages.ts';
import { readSessionToken } from './session-token.ts';

const all = { after: 0, limit: 50 };

describe('a session token', () => {
  test('is not in the database, only its hash', async () => {
    const context = testContext();
    const { sessionToken } = await makeConversation(context, await makeTenant(context));
    const { results } = await env.DB.prepare('SELECT * FROM conversations').all();
    expect(JSON.stringify(results)).not.toContain(sessionToken);
    expect(JSON.stringify(results)).toContain((await readSessionToken(sessionToken))?.tokenHash);
  });

  test('is not read from a text that only looks like one', async () => {
    for (const text of [
      '',
      'cs_',
      'cs_a.b',
      `sk_a.${'x'.repeat(43)}`,
      `cs_a b.${'x'.repeat(43)}`,
      `cs_a.${'x'.repeat(44)}`,
    ])
      expect(await readSessionToken(text)).toBeUndefined();
  });

  test('opens its own conversation and no other', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    const [mine, other] = [await makeConversation(context, tenant), await makeConversation(context, tenant)];
    expect(await listMessages(context, mine.session, { conversationId: mine.id, ...all })).toMatchObject({ data: [] });
    await expect(listMessages(context, mine.session, { conversationId: other.id, ...all })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('the history', () => {
  test('comes in pages, oldest first, and says whether there is more', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    const { id, session } = await makeConversation(context, tenant);
    for (const text of ['one', 'two', 'three'])
      await acceptTurn(context, session, {
        conversationId: id,
        clientMessageId: text,
        text,
        language: 'en',
        redaction: null,
        leaseMs: 1,
      });
    const first = await listMessages(context, session, { conversationId: id, after: 0, limit: 2 });
    expect(first).toMatchObject({ hasMore: true, data: [{ text: 'one' }, { text: 'two' }] });
    const rest = await listMessages(context, session, { conversationId: id, after: 2, limit: 2 });
    expect(rest).toMatchObject({ hasMore: false, data: [{ text: 'three' }] });
  });

  test('is not found by another tenant, and refused to a publishable key', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    const stranger = await makeTenant(context);
    const { id } = await makeConversation(context, tenant);
    await expect(listMessages(context, stranger.secret, { conversationId: id, ...all })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(listMessages(context, tenant.publishable, { conversationId: id, ...all })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await listMessages(context, tenant.reader, { conversationId: id, ...all })).toMatchObject({ data: [] });
  });
});

describe('opening a conversation', () => {
  test('is refused to a session and to a key that may only read', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    const { session } = await makeConversation(context, tenant);
    for (const caller of [session, tenant.reader])
      await expect(createConversation(context, caller, { state: {} })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
