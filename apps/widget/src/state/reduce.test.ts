import type { StreamPart } from '@guichet/protocol/stream';
import { describe, expect, test } from 'vitest';
import { type ChatState, initialState } from './chat-state.ts';
import { type ChatEvent, reduce } from './reduce.ts';

const run = (...events: ChatEvent[]): ChatState => events.reduce(reduce, initialState('en'));
const part = (value: object): ChatEvent => ({ type: 'part', key: 'k', part: value as StreamPart });
const sent: ChatEvent = { type: 'send', key: 'k', text: 'hello' };
const delta = (text: string) => part({ type: 'text-delta', id: 'r', delta: text });
const end = part({
  type: 'turn-end',
  answer: {
    turn: { id: 't', seq: 1 },
    reply: {
      id: 'r',
      text: 'whole answer',
      sources: [{ articleId: 'a', version: 1, title: 'A' }],
      choices: [{ label: 'B', text: 'b' }],
      degraded: true,
      degradedReason: 'interrupted',
    },
    decision: 'handoff',
  },
});

describe('a sent message', () => {
  test('stands in the list at once, with an answer that is being written', () => {
    expect(run(sent).messages).toMatchObject([
      { key: 'k', role: 'customer', text: 'hello', status: 'sending' },
      { key: 'k-reply', role: 'assistant', text: '', status: 'streaming' },
    ]);
  });

  test('sent again with the same key stands there once', () => {
    expect(run(sent, delta('old '), sent).messages).toMatchObject([{ text: 'hello' }, { text: '' }]);
  });

  test('that fails stays, marked, and its empty answer goes', () => {
    expect(run(sent, { type: 'send-fail', key: 'k', errorCode: 'network' }).messages).toMatchObject([
      { status: 'failed', errorCode: 'network' },
    ]);
  });
});

describe('an answer', () => {
  test('grows by its deltas', () => {
    expect(run(sent, delta('a '), delta('b')).messages[1]).toMatchObject({ text: 'a b', status: 'streaming' });
  });

  test('is at the end what the last part says, whatever was lost on the way', () => {
    expect(run(sent, delta('who'), end).messages).toMatchObject([
      { status: 'sent' },
      {
        text: 'whole answer',
        status: 'done',
        degraded: true,
        handoff: true,
        sources: [{ articleId: 'a' }],
        choices: [{ label: 'B' }],
      },
    ]);
  });

  test('that ends with an error keeps what was said and is marked as cut', () => {
    const error = part({ type: 'error', error: { code: 'internal', message: '', requestId: '' } });
    expect(run(sent, delta('a part'), error).messages[1]).toMatchObject({ text: 'a part', status: 'cut' });
  });

  test('is not touched by parts of another', () => {
    const other: ChatEvent = { type: 'send', key: 'k2', text: 'second' };
    expect(run(sent, end, other, delta('x')).messages[3]).toMatchObject({ key: 'k2-reply', text: '' });
  });
});

describe('the history', () => {
  test('replaces what is shown, with roles, sources and choices', () => {
    const messages = [
      {
        id: 'm1',
        seq: 1,
        role: 'customer' as const,
        text: 'hi',
        language: 'en' as const,
        createdAt: '',
        clientMessageId: 'c1',
      },
      {
        id: 'm2',
        seq: 2,
        role: 'assistant' as const,
        text: 'hello',
        language: 'en' as const,
        createdAt: '',
        decision: 'handoff' as const,
      },
    ];
    expect(run({ type: 'load-start' }, { type: 'load-end', messages })).toMatchObject({
      loading: false,
      messages: [
        { key: 'c1', role: 'customer', status: 'sent' },
        { key: 'm2', role: 'assistant', status: 'done', handoff: true },
      ],
    });
  });

  test('that cannot be loaded leaves a way to try again', () => {
    expect(run({ type: 'load-start' }, { type: 'load-fail' })).toMatchObject({ loading: false, unreachable: true });
  });
});

describe('an interaction', () => {
  const confirm = { type: 'confirm', id: 'i1' };
  const answer: ChatEvent = { type: 'send', key: 'a', text: 'Freeze it', answers: 'i1' };
  const taken = { type: 'part', key: 'a', part: { type: 'turn-start' } as StreamPart } as const;

  test('comes with the answer, whether by its own part or by the last one alone', () => {
    expect(run(sent, part({ type: 'interaction-offer', interaction: confirm })).messages[1]).toMatchObject({
      interaction: confirm,
    });
    expect(run(sent, part({ type: 'interaction-offer', interaction: confirm }), end).messages[1]).toMatchObject({
      status: 'done',
      interaction: confirm,
    });
  });

  test('is used as soon as the gateway has the answer, and not before', () => {
    expect(run(answer).closed).toEqual({});
    expect(run(answer, taken).closed).toEqual({ i1: 'used' });
  });

  test('that the gateway says is open can be answered after all', () => {
    expect(run(answer, taken, { type: 'interaction-set', id: 'i1', as: 'open' }).closed).toEqual({});
    expect(run({ type: 'interaction-set', id: 'i1', as: 'expired' }).closed).toEqual({ i1: 'expired' });
  });

  test('that is offered again under its old id is open again', () => {
    const again = { turn: { id: 't', seq: 2 }, reply: { id: 'r', interaction: confirm }, decision: 'flow' };
    const offeredAgain = { type: 'part', key: 'a', part: { type: 'turn-end', answer: again } } as unknown as ChatEvent;
    expect(run(answer, taken, offeredAgain).closed).toEqual({});
  });

  test('whose answer was not taken leaves no trace of it', () => {
    expect(run(sent, end, answer, { type: 'send-drop', key: 'a' }).messages).toHaveLength(2);
  });
});

test('a message that could not be sent outlives a new reading of the history', () => {
  const failed: ChatEvent = { type: 'send-fail', key: 'k', errorCode: 'network' };
  expect(run(sent, failed, { type: 'load-end', messages: [] }).messages).toMatchObject([
    { key: 'k', status: 'failed' },
  ]);
});
