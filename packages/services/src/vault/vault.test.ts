import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { listMessages } from '../conversation/list-messages.ts';
import { makeConversation, makeTenant, testContext } from '../testing/fixtures.ts';
import { acceptTurn } from '../turn/accept-turn.ts';
import { eraseConversation } from './erase-conversation.ts';
import { findCardTails } from './find-card-tails.ts';
import { revealText } from './reveal-text.ts';
import { revealValue } from './reveal-value.ts';
import { type FoundValue, sealValues } from './seal-values.ts';

const phone: FoundValue = { placeholder: '<PHONE_1>', kind: 'PHONE', value: '+44 7911 123456' };
const card: FoundValue = { placeholder: '<CARD_1>', kind: 'CARD', value: '4111-1111 1111 1111' };

async function setUp() {
  const context = testContext();
  const tenant = await makeTenant(context);
  const conversation = await makeConversation(context, tenant);
  const keep = async (values: FoundValue[], of = conversation.id) =>
    acceptTurn(context, tenant.secret, {
      conversationId: of,
      clientMessageId: undefined,
      text: values.map(({ placeholder }) => placeholder).join(' '),
      language: 'en',
      leaseMs: 1_000,
      redaction: { before: {}, after: {}, values: await sealValues(context, tenant.id, of, values) },
    });
  const reveal = (placeholder: string, caller = tenant.secret) =>
    revealValue(context, caller, { conversationId: conversation.id, placeholder });
  return { context, tenant, conversation, keep, reveal };
}

async function rows(conversationId: string): Promise<string> {
  const { results } = await env.DB.prepare('SELECT * FROM vault_values WHERE conversation_id = ?')
    .bind(conversationId)
    .all();
  return JSON.stringify(results);
}

describe('a masked value', () => {
  test('is stored encrypted, and comes out again', async () => {
    const { keep, reveal, conversation } = await setUp();
    await keep([phone]);
    expect(await rows(conversation.id)).not.toContain('7911');
    expect(await reveal('<PHONE_1>')).toBe('+44 7911 123456');
  });

  test('of a card is its last four digits and a hash, and no more', async () => {
    const { keep, reveal, conversation, context, tenant } = await setUp();
    await keep([card]);
    const stored = await rows(conversation.id);
    expect(stored).toContain('"last_four":"1111"');
    expect(stored).not.toMatch(/4111/);
    expect(await reveal('<CARD_1>')).toBe('1111');
    expect(await findCardTails(context, tenant.secret, conversation.id)).toEqual({ '<CARD_1>': '1111' });
  });

  test('of the same card has the same hash within a tenant, and another one elsewhere', async () => {
    const first = await setUp();
    const other = await setUp();
    const hash = async ({ context, tenant }: typeof first, value: string) =>
      (await sealValues(context, tenant.id, 'any', [{ ...card, value }]))[0]?.hash;
    expect(await hash(first, '4111111111111111')).toBe(await hash(first, '4111-1111-1111-1111'));
    expect(await hash(first, '4111111111111111')).not.toBe(await hash(other, '4111111111111111'));
  });

  test('is put back into a text by its placeholder', async () => {
    const { keep, context, tenant, conversation } = await setUp();
    await keep([phone, card]);
    const text = 'call <PHONE_1> about <CARD_1>, not <PHONE_2> or <PHONE_1>';
    expect(await revealText(context, tenant.secret, { conversationId: conversation.id, text })).toBe(
      'call +44 7911 123456 about 1111, not <PHONE_2> or +44 7911 123456',
    );
  });

  test('is given to no other tenant, no other conversation and no key that may only read', async () => {
    const { keep, reveal, context, tenant } = await setUp();
    await keep([phone]);
    const stranger = await makeTenant(context);
    const neighbour = await makeConversation(context, tenant);
    expect(await reveal('<PHONE_1>', stranger.secret)).toBeUndefined();
    expect(await reveal('<PHONE_1>', neighbour.session)).toBeUndefined();
    await expect(reveal('<PHONE_1>', tenant.reader)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(reveal('<PHONE_1>', tenant.publishable)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('does not open with the row of another conversation', async () => {
    const { keep, reveal, context, tenant, conversation } = await setUp();
    await keep([phone]);
    const neighbour = await makeConversation(context, tenant);
    await keep([{ ...phone, value: '+44 7911 999999' }], neighbour.id);
    await env.DB.prepare(
      'UPDATE vault_values SET key_id = o.key_id, iv = o.iv, ciphertext = o.ciphertext FROM vault_values AS o WHERE vault_values.conversation_id = ? AND o.conversation_id = ?',
    )
      .bind(conversation.id, neighbour.id)
      .run();
    expect(await reveal('<PHONE_1>')).toBeUndefined();
  });

  test('is thrown away without a vault', async () => {
    const { context, tenant, conversation } = await setUp();
    const { vault: _vault, ...without } = context;
    expect(await sealValues(without, tenant.id, conversation.id, [phone, card])).toEqual([]);
  });
});

test('the first part of a card number is masked in the message that held it', async () => {
  const { context, tenant, conversation } = await setUp();
  const send = (text: string, earlier: { id: string; text: string }[]) =>
    acceptTurn(context, tenant.secret, {
      conversationId: conversation.id,
      clientMessageId: undefined,
      text,
      language: 'en',
      leaseMs: 1_000,
      redaction: { before: {}, after: {}, earlier },
    });
  const list = async () =>
    (await listMessages(context, tenant.secret, { conversationId: conversation.id, after: 0, limit: 9 })).data;
  await send('4111 1111', []);
  const [first] = await list();
  await send('<CARD_1>', [{ id: first?.id ?? '', text: '<CARD_1>' }]);
  expect((await list()).map(({ text }) => text)).toEqual(['<CARD_1>', '<CARD_1>']);
});

describe('erasing a conversation', () => {
  test('destroys keys and rows, and says what stays where until when', async () => {
    const { context, tenant, conversation, keep, reveal } = await setUp();
    await keep([phone, card]);
    const before = await env.DB.prepare('SELECT * FROM vault_values WHERE placeholder = ? AND conversation_id = ?')
      .bind('<PHONE_1>', conversation.id)
      .first();
    const receipt = await eraseConversation(context, tenant.secret, conversation.id);
    expect(receipt).toMatchObject({
      conversationId: conversation.id,
      keys: 1,
      rows: { vault_values: 2, messages: 1, turns: 1, conversations: 1 },
      residual: [{ until: '2026-06-01T12:01:00.000Z' }, { until: '2026-07-01T12:00:00.000Z' }],
    });
    for (const table of ['conversations', 'messages', 'turns', 'vault_values', 'outbox_events', 'usage_events']) {
      const column = table === 'conversations' ? 'id' : table === 'usage_events' ? 'turn_id' : 'conversation_id';
      const left = await env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${column} = ?`)
        .bind(conversation.id)
        .first('n');
      expect(left, table).toBe(0);
    }
    // A database set back in time still holds the row; nobody can read it.
    expect(await context.vault?.findKey(tenant.id, conversation.id, String(before?.key_id))).toBeUndefined();
    expect(await reveal('<PHONE_1>')).toBeUndefined();
    expect((await env.KEYS.list({ prefix: `${tenant.id}/` })).keys).toEqual([]);
  });

  test('takes in every table that names a conversation', async () => {
    const { context, tenant, conversation } = await setUp();
    const { results } = await env.DB.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%conversation_id TEXT%'",
    ).all<{ name: string }>();
    const { rows: erased } = await eraseConversation(context, tenant.secret, conversation.id);
    expect(Object.keys(erased)).toEqual(expect.arrayContaining(results.map(({ name }) => name)));
  });

  test('leaves other conversations alone, and one entry in the audit log', async () => {
    const { context, tenant, conversation, keep } = await setUp();
    const neighbour = await makeConversation(context, tenant);
    await keep([phone], neighbour.id);
    await keep([phone]);
    const { id } = await eraseConversation(context, tenant.secret, conversation.id);
    expect(await revealValue(context, tenant.secret, { conversationId: neighbour.id, placeholder: '<PHONE_1>' })).toBe(
      phone.value,
    );
    const entry = await env.DB.prepare('SELECT action, target FROM audit_log WHERE id = ?').bind(id).first();
    expect(entry).toEqual({ action: 'conversation.erase', target: conversation.id });
  });

  test('is refused to all but a secret key that may write, and finds no conversation of another tenant', async () => {
    const { context, tenant, conversation } = await setUp();
    const stranger = await makeTenant(context);
    for (const caller of [tenant.reader, tenant.publishable, conversation.session])
      await expect(eraseConversation(context, caller, conversation.id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(eraseConversation(context, stranger.secret, conversation.id)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
