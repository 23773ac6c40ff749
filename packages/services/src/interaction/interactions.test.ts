import type { Interaction } from '@guichet/protocol/interaction';
import type { Reply } from '@guichet/protocol/message';
import { describe, expect, test } from 'vitest';
import { listMessages } from '../conversation/list-messages.ts';
import type { Caller } from '../security/caller.ts';
import { makeConversation, makeTenant, testContext } from '../testing/fixtures.ts';
import { type AcceptTurnInput, acceptTurn } from '../turn/accept-turn.ts';
import { failTurn } from '../turn/fail-turn.ts';
import { finishTurn } from '../turn/finish-turn.ts';
import { emptyRoute } from '../turn/stored-answer.ts';
import { findInteraction } from './find-interaction.ts';
import type { SettledInteractions } from './settle-interactions.ts';

const leaseMs = 30_000;

async function setUp() {
  const context = testContext();
  const tenant = await makeTenant(context);
  const { id: conversationId, session } = await makeConversation(context, tenant);
  const accept = (more: Partial<AcceptTurnInput> = {}) =>
    acceptTurn(context, session, {
      conversationId,
      clientMessageId: undefined,
      text: 'hello',
      language: 'en',
      redaction: null,
      leaseMs,
      ...more,
    });
  const open = async (more: Partial<AcceptTurnInput> = {}) => {
    const accepted = await accept(more);
    if (accepted === undefined) throw new Error('The turn was not accepted.');
    return accepted.turn;
  };
  const id = (name: string) => `${name}_${tenant.id}`;
  const confirm = (name: string): Interaction => ({
    type: 'confirm',
    id: id(name),
    title: 'Send it?',
    rows: [],
    confirmLabel: 'Yes',
    cancelLabel: 'No',
    expiresAt: new Date(context.time + 60_000).toISOString(),
  });
  const finish = (turn: Awaited<ReturnType<typeof open>>, interactions: SettledInteractions) => {
    const reply: Reply = {
      id: context.newId('msg'),
      text: 'x',
      language: 'en',
      sources: [],
      degraded: false,
      composition: 'fixed',
      choices: [],
    };
    const offered = interactions.offered === null ? {} : { interaction: interactions.offered };
    return finishTurn(context, session, {
      turn,
      conversationId,
      reply: { ...reply, ...offered },
      route: emptyRoute('en'),
      decision: 'flow',
      state: { version: 2 },
      usage: { promptTokens: 0, completionTokens: 0 },
      interactions,
    });
  };
  /** A turn that offers an interaction. */
  const offer = async (name: string) => finish(await open(), { offered: confirm(name), openId: id(name), usedIds: [] });
  const state = async (name: string, caller: Caller = session) =>
    (await findInteraction(context, caller, { conversationId, interactionId: id(name) })).state;
  return { context, tenant, session, conversationId, accept, open, offer, finish, confirm, state, id };
}

describe('an interaction', () => {
  test('is offered with its reply, and is in the history', async () => {
    const { offer, state, context, tenant, conversationId, confirm } = await setUp();
    await offer('a');
    expect(await state('a')).toBe('open');
    const { data } = await listMessages(context, tenant.secret, { conversationId, after: 0, limit: 9 });
    expect(data.at(-1)?.interaction).toEqual(confirm('a'));
  });

  test('is taken by one turn only, however many try at once', async () => {
    const { offer, accept, state, id } = await setUp();
    await offer('a');
    const taken = await Promise.all([1, 2, 3, 4].map(() => accept({ interactionId: id('a') })));
    expect(taken.filter((one) => one?.opened)).toHaveLength(1);
    expect(taken.filter((one) => one === undefined)).toHaveLength(3);
    expect(await state('a')).toBe('used');
  });

  test('answered again under the same client message id is the same turn', async () => {
    const { offer, accept, id } = await setUp();
    await offer('a');
    const first = await accept({ interactionId: id('a'), clientMessageId: 'm' });
    const second = await accept({ interactionId: id('a'), clientMessageId: 'm' });
    expect([first?.opened, second?.opened, second?.turn.id]).toEqual([true, false, first?.turn.id]);
  });

  test('can no longer be answered after its time', async () => {
    const { offer, accept, state, id, context } = await setUp();
    await offer('a');
    context.time += 60_001;
    expect(await state('a')).toBe('expired');
    expect(await accept({ interactionId: id('a') })).toBeUndefined();
  });

  test('closes when the next one is offered; a typed answer counts as its use', async () => {
    const { offer, open, finish, confirm, state, id } = await setUp();
    await offer('a');
    await offer('b');
    expect([await state('a'), await state('b')]).toEqual(['expired', 'open']);
    await finish(await open(), { offered: confirm('c'), openId: id('c'), usedIds: [id('b')] });
    expect([await state('b'), await state('c')]).toEqual(['used', 'open']);
  });

  test('comes back when the turn that took it breaks off', async () => {
    const { offer, open, state, id, context, session, conversationId } = await setUp();
    await offer('a');
    const turn = await open({ interactionId: id('a') });
    await failTurn(context, session, {
      turn,
      conversationId,
      language: 'en',
      apology: 'Sorry.',
      replyId: context.newId('msg'),
    });
    expect(await state('a')).toBe('open');
  });

  test('is not found by another tenant, nor in another conversation, nor taken from there', async () => {
    const { offer, context, tenant, id } = await setUp();
    await offer('a');
    const stranger = await makeTenant(context);
    const other = await makeConversation(context, tenant);
    const find = (caller: Caller) =>
      findInteraction(context, caller, { conversationId: other.id, interactionId: id('a') });
    for (const caller of [stranger.secret, other.session, tenant.secret])
      await expect(find(caller)).rejects.toMatchObject({ code: 'not_found' });
    const input = {
      conversationId: other.id,
      clientMessageId: undefined,
      text: 'x',
      language: 'en',
      redaction: null,
      leaseMs,
      interactionId: id('a'),
    } as const;
    expect(await acceptTurn(context, other.session, input)).toBeUndefined();
  });
});

describe('a code typed as a message', () => {
  const typed = { text: 'it is 739164', textWithoutCode: 'it is <CODE>' };

  test('is not stored while a code is asked for', async () => {
    const { open, finish, id, context } = await setUp();
    const secret: Interaction = {
      type: 'secret',
      id: id('s'),
      purpose: 'step-up',
      label: 'Code',
      digits: 6,
      attemptsLeft: 3,
      expiresAt: new Date(context.time + 60_000).toISOString(),
    };
    await finish(await open(), { offered: secret, openId: id('s'), usedIds: [] });
    expect((await open(typed)).text).toBe('it is <CODE>');
  });

  test('is an ordinary message at any other time', async () => {
    const { open } = await setUp();
    expect((await open(typed)).text).toBe('it is 739164');
  });
});

describe('turns at once', () => {
  test('see that an earlier one still runs', async () => {
    const { accept, open } = await setUp();
    await open();
    expect((await accept())?.running).toBe(1);
  });
});
