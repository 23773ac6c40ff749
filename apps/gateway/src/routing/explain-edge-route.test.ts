import type { EdgeRoute } from '@guichet/router/route-at-edge';
import { expect, test } from 'vitest';
import { explainEdgeRoute } from './explain-edge-route.ts';

const edge: EdgeRoute = {
  language: 'en',
  foreign: false,
  intents: [{ intent: 'lost_or_stolen_card', confidence: 0.9 }],
  rejectScore: 0.02,
  sure: true,
  threshold: 0.8,
  experts: [{ name: 'card-security', gate: 0.9 }],
  urgent: false,
  complaint: false,
  modelVersion: 'test',
};
const reasons = (changes: Partial<EdgeRoute>) => explainEdgeRoute({ ...edge, ...changes }).reasons;

test.each([true, false])('hurry and anger are what the edge heard: %s', (heard) => {
  expect(reasons({ urgent: heard }).urgent).toBe(heard);
  expect(reasons({ complaint: heard }).complaint).toBe(heard);
  expect(reasons({ urgent: heard, complaint: !heard })).toMatchObject({ urgent: heard, complaint: !heard });
});

test('without the encoder a good guess is answered, a poor one asked back, and nothing is refused', () => {
  const guess = (confidence: number, rejectScore = 0.02) =>
    explainEdgeRoute({ ...edge, sure: false, intents: [{ intent: 'card_arrival', confidence }], rejectScore });
  expect(guess(0.6)).toMatchObject({ rejected: false, reasons: { abstained: false } });
  expect(guess(0.4)).toMatchObject({ rejected: false, reasons: { abstained: true } });
  expect(guess(0.001, 0.999)).toMatchObject({
    rejected: false,
    intents: [{ intent: 'card_arrival' }],
    reasons: { abstained: true, rejectScore: 0.999 },
  });
});
