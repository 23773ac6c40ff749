import type { Assurance } from '@guichet/protocol/assurance';
import { describe, expect, test } from 'vitest';
import type { ChatApi } from '../transport/chat-api.ts';
import { ChatError } from '../transport/chat-error.ts';
import type { Session } from '../transport/session-store.ts';
import { createConnection } from './connection.ts';

const session: Session = { id: 'conv_1', sessionToken: 'cs_1' };

/** A gateway that refuses the tokens named after an error code. */
function setUp(stored: Session | null = null) {
  const calls: string[] = [];
  const told: string[] = [];
  let kept = stored;
  const check = (token: string | null) => {
    if (token === 'identity_invalid' || token === 'identity_conflict' || token === 'network')
      throw new ChatError(token);
  };
  const api = {
    async createConversation(_: string, token: string | null) {
      calls.push(`create ${token}`);
      check(token);
      return session;
    },
    async identify(_: Session, token: string): Promise<Assurance> {
      calls.push(`identify ${token}`);
      check(token);
      return 'verified';
    },
  };
  const connection = createConnection({
    api: api as unknown as ChatApi,
    store: { load: () => kept, save: (value) => (kept = value), clear: () => (kept = null) },
    language: () => 'en',
    onIdentity: (result) => told.push('refused' in result ? result.refused : result.assurance),
  });
  return { connection, calls, told, kept: () => kept };
}

describe('an identity', () => {
  test('given before the conversation is opened goes with it', async () => {
    const { connection, calls, told, kept } = setUp();
    connection.setIdentity('t1');
    await connection.ensure();
    expect(calls).toEqual(['create t1']);
    expect(told).toEqual(['verified']);
    expect(kept()).toEqual({ ...session, known: true });
  });

  test('given later is handed over once, since a token works once', async () => {
    const { connection, calls, told } = setUp(session);
    connection.setIdentity('t1');
    await connection.prove();
    await connection.prove();
    expect(calls).toEqual(['identify t1']);
    expect(told).toEqual(['verified']);
  });

  test('may be a function, which is asked for a fresh token each time', async () => {
    const { connection, calls } = setUp(session);
    let count = 0;
    connection.setIdentity(async () => `t${++count}`);
    await connection.prove();
    connection.forget();
    await connection.ensure();
    expect(calls).toEqual(['identify t1', 'create t2']);
  });

  test('that is refused is told, and the conversation goes on without one', async () => {
    const { connection, calls, told, kept } = setUp();
    connection.setIdentity('identity_invalid');
    await connection.ensure();
    expect(calls).toEqual(['create identity_invalid', 'create null']);
    expect(told).toEqual(['identity_invalid']);
    expect(kept()).toEqual(session);
  });

  test('of another customer gives the conversation up: nobody reads what was someone else’s', async () => {
    const { connection, told, kept } = setUp({ ...session, known: true });
    connection.setIdentity('identity_conflict');
    expect(await connection.prove()).toBe(true);
    expect(told).toEqual(['identity_conflict']);
    expect(kept()).toBeNull();
  });

  test('that could not be handed over for want of a network is kept for the next time', async () => {
    const { connection, calls } = setUp(session);
    connection.setIdentity('network');
    await expect(connection.prove()).rejects.toMatchObject({ code: 'network' });
    await expect(connection.prove()).rejects.toMatchObject({ code: 'network' });
    expect(calls).toHaveLength(2);
  });

  test('taken away forgets a known customer’s conversation, and no other', () => {
    const known = setUp({ ...session, known: true });
    expect(known.connection.setIdentity(null)).toBe(true);
    expect(known.kept()).toBeNull();
    const anonymous = setUp(session);
    expect(anonymous.connection.setIdentity(null)).toBe(false);
    expect(anonymous.kept()).toEqual(session);
  });
});

test('two messages at once open one conversation', async () => {
  const { connection, calls } = setUp();
  await Promise.all([connection.ensure(), connection.ensure()]);
  expect(calls).toEqual(['create null']);
});
