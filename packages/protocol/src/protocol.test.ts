import { describe, expect, test } from 'vitest';
import { CodedError } from './coded-error.ts';
import { errorBody, errorCatalogue } from './errors.ts';
import { messageRequest } from './message.ts';
import { streamPart } from './stream.ts';
import { expertNames, findIntent, intents } from './taxonomy.ts';

describe('the taxonomy', () => {
  test('names every intent once, in both languages, under an expert that exists', () => {
    expect(new Set(intents.map(({ intent }) => intent)).size).toBe(intents.length);
    for (const { intent, expert, en, zh } of intents) {
      expect([...expertNames, 'base'], intent).toContain(expert);
      expect(en, intent).toMatch(/[a-z]/i);
      expect(zh, intent).toMatch(/\p{Script=Han}/u);
    }
  });

  test('has work for every expert', () => {
    for (const name of expertNames)
      expect(
        intents.some(({ expert }) => expert === name),
        name,
      ).toBe(true);
  });

  test('finds an intent by its name, and nothing by a name of every object', () => {
    expect(findIntent('card_arrival')).toMatchObject({ expert: 'card-delivery' });
    for (const name of ['', 'constructor', '__proto__', 'toString']) expect(findIntent(name)).toBeUndefined();
  });
});

describe('an error', () => {
  test('has the status of its code, and says whether to try again', () => {
    for (const [code, { status, retry }] of Object.entries(errorCatalogue)) {
      const error = new CodedError(code as keyof typeof errorCatalogue, 'A sentence.');
      expect(error).toMatchObject({ status, retry, message: 'A sentence.' });
      expect(status).toBeGreaterThanOrEqual(400);
    }
  });

  test('with a code of nobody is no error of ours', () => {
    const body = (code: string) => errorBody.safeParse({ error: { code, message: '', requestId: '' } }).success;
    expect([body('not_found'), body('oops')]).toEqual([true, false]);
  });
});

describe('requests', () => {
  test.each(['a', 'A-1_b.c:d', 'x'.repeat(100)])('take the message id "%.10s"', (clientMessageId) => {
    expect(messageRequest.safeParse({ text: 'hi', clientMessageId }).success).toBe(true);
  });

  test.each(['', 'a b', 'é', 'x'.repeat(101), '../x'])('refuse the message id "%.10s"', (clientMessageId) => {
    expect(messageRequest.safeParse({ text: 'hi', clientMessageId }).success).toBe(false);
  });

  test('refuse fields that they do not know', () => {
    expect(messageRequest.safeParse({ text: 'hi', txet: 'hi' }).success).toBe(false);
  });

  test('know stream parts by their type', () => {
    expect(streamPart.safeParse({ type: 'text-delta', id: 'a', delta: 'b' }).success).toBe(true);
    expect(streamPart.safeParse({ type: 'text-delta', id: 'a' }).success).toBe(false);
    expect(streamPart.safeParse({ type: 'other' }).success).toBe(false);
  });
});
