import type { ConversationMessage } from '@guichet/protocol/conversation';
import type { StreamPart } from '@guichet/protocol/stream';
import { describe, expect, test } from 'vitest';
import { ChatError } from '../transport/chat-error.ts';
import type { Session } from '../transport/session-store.ts';
import { createChatController } from './chat-controller.ts';
import { initialState } from './chat-state.ts';

const session: Session = { id: 'conv_1', sessionToken: 'cs_1' };
const answer = { reply: { text: 'answer', sources: [], choices: [], degraded: false }, decision: 'answer' };
const whole = [{ type: 'turn-start' }, { type: 'turn-end', answer }] as unknown as StreamPart[];

/** A gateway that answers each sending with the next of these: parts, or an error. */
function setUp(
  replies: (StreamPart[] | ChatError)[],
  stored: Session | null = null,
  history: ConversationMessage[] | ChatError = [],
) {
  const calls: string[] = [];
  let kept = stored;
  const controller = createChatController({
    api: {
      async createConversation() {
        calls.push('create');
        return session;
      },
      async history() {
        calls.push('history');
        if (history instanceof ChatError) throw history;
        return history;
      },
      identify: async () => 'verified',
      interactionState: async () => 'open',
      answer: () => {
        throw new Error('not asked for here');
      },
      async *send(_, { text, clientMessageId }) {
        calls.push(`send ${clientMessageId} ${text}`);
        const reply = replies.shift() ?? new ChatError('network');
        if (reply instanceof ChatError) throw reply;
        yield* reply;
      },
    },
    store: { load: () => kept, save: (value) => (kept = value), clear: () => (kept = null) },
    answers: { load: () => null, save: () => {}, clear: () => {} },
    initial: initialState('en'),
    onChange: () => {},
    onIdentity: () => {},
    newId: () => 'id-1',
    wait: async (milliseconds) => void calls.push(`wait ${milliseconds}`),
  });
  return { controller, calls, kept: () => kept };
}

describe('sending', () => {
  test('opens a conversation first, once, and keeps it', async () => {
    const { controller, calls, kept } = setUp([whole, whole]);
    await controller.send('hello');
    await controller.send('again');
    expect(calls.filter((call) => call === 'create')).toHaveLength(1);
    expect(kept()).toEqual(session);
    expect(controller.state().messages.at(-1)).toMatchObject({ text: 'answer', status: 'done' });
  });

  test('tries a lost connection again with the same id', async () => {
    const { controller, calls } = setUp([new ChatError('network'), whole]);
    await controller.send('hello');
    expect(calls).toEqual(['create', 'send id-1 hello', 'wait 500', 'send id-1 hello']);
    expect(controller.state().messages).toHaveLength(2);
  });

  test('takes a stream without an end for a lost connection', async () => {
    const { controller } = setUp([[{ type: 'turn-start' }] as unknown as StreamPart[], whole]);
    await controller.send('hello');
    expect(controller.state().messages.at(-1)).toMatchObject({ status: 'done' });
  });

  test('waits as long as the gateway asks', async () => {
    const { controller, calls } = setUp([new ChatError('turn_running', 5_000), whole]);
    await controller.send('hello');
    expect(calls).toContain('wait 5000');
  });

  test('gives up after four tries, and the customer can try again', async () => {
    const { controller } = setUp([]);
    await controller.send('hello');
    expect(controller.state().messages).toMatchObject([{ status: 'failed', errorCode: 'network', text: 'hello' }]);
  });

  test('does not repeat what cannot help', async () => {
    const { controller, calls } = setUp([new ChatError('text_too_long')]);
    await controller.send('hello');
    expect(calls.filter((call) => call.startsWith('send'))).toHaveLength(1);
    expect(controller.state().messages).toMatchObject([{ status: 'failed', errorCode: 'text_too_long' }]);
  });

  test('begins a new conversation where the old one is gone', async () => {
    const { controller, calls, kept } = setUp([new ChatError('not_found'), whole], { id: 'old', sessionToken: 'old' });
    await controller.send('hello');
    expect(calls.filter((call) => call === 'create')).toHaveLength(1);
    expect(kept()).toEqual(session);
  });

  test('again after a failure keeps the text and its place', async () => {
    const { controller } = setUp([new ChatError('text_too_long'), whole]);
    await controller.send('hello');
    await controller.retry('id-1');
    expect(controller.state().messages).toMatchObject([{ text: 'hello', status: 'sent' }, { text: 'answer' }]);
  });
});

describe('coming back', () => {
  const asked: ConversationMessage = {
    id: 'm1',
    seq: 1,
    role: 'customer',
    text: 'hello',
    language: 'en',
    createdAt: '',
    clientMessageId: 'c-1',
    status: 'answered',
  };

  test('loads the history once', async () => {
    const { controller, calls } = setUp([], session, [asked]);
    await controller.resume();
    await controller.resume();
    expect(calls).toEqual(['history']);
    expect(controller.state().messages).toMatchObject([{ text: 'hello' }]);
  });

  test('takes up the answer that was on its way', async () => {
    const { controller, calls } = setUp([whole], session, [{ ...asked, status: 'running' }]);
    await controller.resume();
    expect(calls).toEqual(['history', 'send c-1 hello']);
    expect(controller.state().messages).toMatchObject([{ key: 'c-1' }, { text: 'answer', status: 'done' }]);
  });

  test('forgets a conversation that is gone, without an error', async () => {
    const { controller, kept } = setUp([], session, new ChatError('not_found'));
    await controller.resume();
    expect(controller.state()).toMatchObject({ unreachable: false, messages: [] });
    expect(kept()).toBeNull();
  });

  test('says so where the gateway is away, and can be tried again', async () => {
    const { controller, calls } = setUp([], session, new ChatError('network'));
    await controller.resume();
    expect(controller.state().unreachable).toBe(true);
    await controller.resume();
    expect(calls).toEqual(['history', 'history']);
  });

  test('asks for nothing where there was no conversation', async () => {
    const { controller, calls } = setUp([]);
    await controller.resume();
    expect(calls).toEqual([]);
  });

  test('after starting anew keeps nothing', async () => {
    const { controller, kept } = setUp([whole], session, [asked]);
    await controller.resume();
    controller.restart();
    expect(controller.state().messages).toEqual([]);
    expect(kept()).toBeNull();
  });
});
