import type { ConversationMessage } from '@guichet/protocol/conversation';
import type { InteractionState } from '@guichet/protocol/interaction';
import type { StreamPart } from '@guichet/protocol/stream';
import { describe, expect, test } from 'vitest';
import type { KeptAnswer } from '../transport/answer-store.ts';
import { ChatError } from '../transport/chat-error.ts';
import type { Session } from '../transport/session-store.ts';
import { createChatController } from './chat-controller.ts';
import { initialState } from './chat-state.ts';

const session: Session = { id: 'conv_1', sessionToken: 'cs_1' };
const interaction = {
  type: 'confirm' as const,
  id: 'i1',
  title: 'Freeze?',
  rows: [],
  confirmLabel: 'Freeze it',
  cancelLabel: 'No',
  expiresAt: '2026-11-24T16:00:00Z',
};
const reply = { text: 'Frozen.', sources: [], choices: [], degraded: false };
const whole = [{ type: 'turn-start' }, { type: 'turn-end', answer: { reply, decision: 'flow' } }] as StreamPart[];
const broken = [{ type: 'turn-start' }, { type: 'error', error: { code: 'internal' } }] as StreamPart[];
const offer: ConversationMessage = {
  id: 'm1',
  seq: 1,
  role: 'assistant',
  text: 'Freeze?',
  language: 'en',
  createdAt: '',
  interaction,
};

/** A conversation in which a confirmation is open; each answer meets the next of these. */
async function setUp(replies: (StreamPart[] | ChatError)[], given: { kept?: KeptAnswer; now?: InteractionState } = {}) {
  const calls: string[] = [];
  let kept = given.kept ?? null;
  let ids = 0;
  const controller = createChatController({
    api: {
      createConversation: async () => session,
      identify: async () => 'verified',
      history: async () => [offer],
      async *send() {},
      interactionState: async () => given.now ?? 'open',
      async *answer(_, id, request) {
        calls.push(`${id} ${JSON.stringify(request)}`);
        const next = replies.shift() ?? new ChatError('network');
        if (next instanceof ChatError) throw next;
        yield* next;
      },
    },
    store: { load: () => session, save: () => {}, clear: () => {} },
    answers: { load: () => kept, save: (value) => (kept = value), clear: () => (kept = null) },
    initial: initialState('en'),
    onChange: () => {},
    onIdentity: () => {},
    newId: () => `id-${++ids}`,
    wait: async () => {},
  });
  await controller.resume();
  const confirm = () => controller.answer('i1', { confirmed: true }, 'Freeze it');
  return { controller, calls, confirm, kept: () => kept };
}

const sentOnce = 'i1 {"confirmed":true,"clientMessageId":"id-1"}';

describe('answering an interaction', () => {
  test('shows the label as the customer’s message, and its reply', async () => {
    const { controller, calls, confirm, kept } = await setUp([whole]);
    await confirm();
    expect(calls).toEqual([sentOnce]);
    expect(controller.state().messages.slice(1)).toMatchObject([{ text: 'Freeze it' }, { text: 'Frozen.' }]);
    expect(controller.state().closed).toEqual({ i1: 'used' });
    expect(kept()).toBeNull();
  });

  test('happens once, however often the button is pressed', async () => {
    const { calls, confirm } = await setUp([whole]);
    await Promise.all([confirm(), confirm(), confirm()]);
    await confirm();
    expect(calls).toEqual([sentOnce]);
  });

  test('is tried again with the same id where the connection is lost', async () => {
    const { calls, confirm } = await setUp([new ChatError('network'), whole]);
    await confirm();
    expect(calls).toEqual([sentOnce, sentOnce]);
  });

  test('is kept while there is no network, and sent with the same id when it is back', async () => {
    const lost = Array.from({ length: 4 }, () => new ChatError('network'));
    const { controller, calls, confirm, kept } = await setUp([...lost, whole]);
    await confirm();
    expect(controller.state().messages.at(-1)).toMatchObject({ status: 'failed', errorCode: 'network' });
    expect(kept()).toMatchObject({ key: 'id-1', answers: 'i1' });
    await controller.reconnect();
    expect(new Set(calls)).toEqual(new Set([sentOnce]));
    expect(controller.state().messages.at(-1)).toMatchObject({ text: 'Frozen.' });
  });

  test('goes on after a change of page', async () => {
    const kept = { key: 'id-9', answers: 'i1', text: 'Freeze it', answer: { confirmed: true } };
    const { calls } = await setUp([whole], { kept });
    expect(calls).toEqual(['i1 {"confirmed":true,"clientMessageId":"id-9"}']);
  });

  test('drops what was kept for another conversation', async () => {
    const kept = { key: 'id-9', answers: 'other', text: '', answer: { confirmed: true } };
    const set = await setUp([whole], { kept });
    expect(set.calls).toEqual([]);
    expect(set.kept()).toBeNull();
  });

  test.each([
    ['interaction_expired', 'expired'],
    ['interaction_used', 'used'],
  ] as const)('that comes too late (%s) leaves no message and closes it', async (code, phase) => {
    const { controller, confirm, kept } = await setUp([new ChatError(code)]);
    await confirm();
    expect(controller.state().messages).toHaveLength(1);
    expect(controller.state().closed).toEqual({ i1: phase });
    expect(kept()).toBeNull();
  });

  test('that broke off at the gateway is asked about, and can be given again where it was not taken', async () => {
    const { controller, confirm } = await setUp([broken]);
    await confirm();
    expect(controller.state().closed).toEqual({});
  });

  test('is not offered after a reload where another window has answered it', async () => {
    const { controller } = await setUp([], { now: 'used' });
    expect(controller.state().closed).toEqual({ i1: 'used' });
  });
});
