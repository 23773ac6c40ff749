import type { ExplainedRoute } from '@guichet/protocol/route';
import { describe, expect, test } from 'vitest';
import { type EvaluationRow, readRows } from './read-rows.ts';
import { report } from './report.ts';
import { judge, score } from './score.ts';

const row = (intents: string[], accept: string[] = [], lang: 'en' | 'zh' = 'en'): EvaluationRow => ({
  text: `about ${intents[0] ?? 'nothing'}`,
  lang,
  expect: { intents, accept, tags: [] },
});
const route = (intent: string | null, abstained = false): ExplainedRoute => ({
  language: 'en',
  intents: intent === null ? [] : [{ intent, confidence: 0.8 }],
  rejected: intent === null,
  experts: [],
  tier: 'edge',
  reasons: {
    rejectScore: intent === null ? 0.9 : 0.1,
    abstained,
    urgent: false,
    complaint: false,
    summary: '',
    routerVersion: '1',
  },
});

describe('judging a route', () => {
  test('takes the wanted intent and those that would do as well', () => {
    expect(judge(row(['a'], ['b']), route('a')).right).toBe(true);
    expect(judge(row(['a'], ['b']), route('b')).right).toBe(true);
    expect(judge(row(['a'], ['b']), route('c')).right).toBe(false);
  });

  test('takes a rejection for what is out of scope, and for nothing else', () => {
    expect(judge(row([]), route(null)).right).toBe(true);
    expect(judge(row([]), route('a')).right).toBe(false);
    expect(judge(row(['a']), route(null)).right).toBe(false);
  });
});

describe('a score', () => {
  const judged = [
    judge(row(['a']), route('a')),
    judge(row(['a'], [], 'zh'), route('b', true)),
    judge(row(['b']), route(null)),
    judge(row(['b']), route('b')),
    judge(row([]), route(null)),
    judge(row([]), route('a')),
  ];

  test('counts what is in scope and what is not apart', () => {
    expect(score(judged)).toMatchObject({
      accuracy: { right: 2, rows: 4, share: 0.5 },
      answered: { right: 2, rows: 4 },
      precision: { right: 2, rows: 2, share: 1 },
      caught: { right: 1, rows: 2 },
      falseRejects: { right: 1, rows: 4 },
      byLanguage: { en: { right: 2, rows: 3 }, zh: { right: 0, rows: 1 } },
    });
  });

  test('gives the interval of Wilson', () => {
    const { accuracy } = score(Array.from({ length: 100 }, (_, n) => judge(row(['a']), route(n < 90 ? 'a' : 'b'))));
    expect(accuracy.low).toBeCloseTo(0.8256, 3);
    expect(accuracy.high).toBeCloseTo(0.9448, 3);
  });

  test('of no rows is no division by zero', () => {
    expect(report(score([]))).toMatch(/right first guess +no rows/);
  });

  test('is reported with what went wrong', () => {
    const text = report(score(judged));
    expect(text).toMatch(/right first guess +50\.0 %/);
    expect(text).toMatch(/1 × a → b/);
    expect(text).toMatch(/about nothing {2}\(out of scope → a 0\.80\)/);
  });
});

test('rows are read with their places in the file', () => {
  expect(readRows('\n{"text":"a","lang":"en","expect":{"intents":["x"]}}\n', 'f')).toHaveLength(1);
  expect(() => readRows('{"text":"a","lang":"en","expect":{"intents":["x"]}}\n{', 'f')).toThrow('f:2: not JSON.');
});
