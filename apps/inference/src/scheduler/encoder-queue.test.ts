import { CodedError } from '@guichet/protocol/coded-error';
import { describe, expect, test } from 'vitest';
import type { EngineListener, EngineProcess } from '../engine/engine-process.ts';
import type { EngineCommand } from '../engine/messages.ts';
import { createAdmission } from './admission.ts';
import { createEncoderQueue } from './encoder-queue.ts';

type Encode = Extract<EngineCommand, { type: 'encode' }>;

/** An engine that answers when the test says so. */
function setUp(limit = 100) {
  const sent: { command: Encode; listener: EngineListener }[] = [];
  let time = 0;
  let lastId = 0;
  const engine = {
    send: (command: EngineCommand, listener: EngineListener) =>
      void sent.push({ command: command as Encode, listener }),
    forget: () => {},
  } as unknown as EngineProcess;
  const queue = createEncoderQueue({ engine, limit, now: () => time, nextId: () => (lastId += 1) });
  const answer = (batch: number) => {
    const { command, listener } = sent[batch] ?? {};
    const results = (command?.texts ?? []).map((text) => ({
      kind: 'passage' as const,
      tokens: text.length,
      embedding: [text.length],
    }));
    listener?.onEvent({ type: 'encoded', id: command?.id ?? 0, results });
  };
  return { queue, sent, answer, pass: (milliseconds: number) => (time += milliseconds) };
}

const texts = (batch?: { command: Encode }) => batch?.command.texts;

describe('the encoder queue', () => {
  test('sends at once what comes to an idle engine, and everything that waited as one batch', () => {
    const { queue, sent, answer } = setUp();
    void queue.encode('query', ['a'], 1_000);
    void queue.encode('query', ['b'], 1_000);
    void queue.encode('query', ['c'], 1_000);
    expect(sent.map(texts)).toEqual([['a']]);
    answer(0);
    expect(sent.map(texts)).toEqual([['a'], ['b', 'c']]);
  });

  test('gives each caller its own results, in its own order', async () => {
    const { queue, answer } = setUp();
    const first = queue.encode('passage', ['a'], 1_000);
    const second = queue.encode('passage', ['long text', 'bb'], 1_000);
    answer(0);
    answer(1);
    expect(await first).toEqual([{ kind: 'passage', tokens: 1, embedding: [1] }]);
    expect(await second).toEqual([
      { kind: 'passage', tokens: 9, embedding: [9] },
      { kind: 'passage', tokens: 2, embedding: [2] },
    ]);
  });

  test('lets a question pass the passages that wait', () => {
    const { queue, sent, answer } = setUp();
    void queue.encode('passage', ['p1'], 1_000);
    void queue.encode('passage', ['p2'], 1_000);
    void queue.encode('query', ['q'], 1_000);
    answer(0);
    expect(sent[1]?.command).toMatchObject({ kind: 'query', texts: ['q'] });
  });

  test('keeps batches short by their padded size', () => {
    const { queue, sent, answer } = setUp();
    void queue.encode('passage', ['x'], 1_000);
    void queue.encode('passage', ['y'.repeat(600), 'z'.repeat(600), 'short'], 1_000);
    answer(0);
    expect(texts(sent[1])).toEqual(['short']);
    answer(1);
    expect(texts(sent[2])).toHaveLength(1);
  });

  test('refuses what would be too much, and keeps what it has', async () => {
    const { queue, answer } = setUp(2);
    const running = queue.encode('query', ['a'], 1_000);
    const waiting = queue.encode('query', ['b', 'c'], 1_000);
    await expect(queue.encode('query', ['d'], 1_000)).rejects.toMatchObject({ code: 'queue_full' });
    answer(0);
    answer(1);
    expect(await running).toHaveLength(1);
    expect(await waiting).toHaveLength(2);
  });

  test('drops what nobody waits for any more', async () => {
    const { queue, sent, answer, pass } = setUp();
    void queue.encode('query', ['a'], 60_000);
    const late = queue.encode('query', ['b'], 10);
    pass(20);
    answer(0);
    await expect(late).rejects.toMatchObject({ code: 'deadline_exceeded' });
    expect(sent).toHaveLength(1);
  });

  test('tells everyone in a batch when the engine is lost, and goes on with the next', async () => {
    const { queue, sent, answer } = setUp();
    const lost = queue.encode('query', ['a'], 1_000);
    const next = queue.encode('passage', ['b'], 1_000);
    sent[0]?.listener.onLost(new CodedError('engine_unavailable', 'gone'));
    await expect(lost).rejects.toMatchObject({ code: 'engine_unavailable' });
    answer(1);
    expect(await next).toHaveLength(1);
  });

  test('sends the texts of a failed batch one by one: a bad one fails alone', async () => {
    const { queue, sent, answer } = setUp();
    void queue.encode('passage', ['first'], 1_000);
    const good = queue.encode('passage', ['good'], 1_000);
    const bad = queue.encode('passage', ['a bad one'], 1_000);
    answer(0);
    const fail = (batch: number) =>
      sent[batch]?.listener.onEvent({ type: 'request-failed', id: 0, code: 'internal', message: 'shape' });
    fail(1);
    answer(2);
    fail(3);
    expect(await good).toHaveLength(1);
    await expect(bad).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('permits', () => {
  test('are given up to the limit, and come back once each', () => {
    const admission = createAdmission(2, 1);
    const leave = admission.enter();
    admission.enter();
    expect(() => admission.enter()).toThrow(CodedError);
    leave();
    leave();
    expect(admission.waiting()).toBe(1);
    admission.enter();
    expect(() => admission.enter()).toThrow(/Too many/);
  });
});
