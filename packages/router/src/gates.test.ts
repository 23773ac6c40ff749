import { expect, test } from 'vitest';
import { gatesFor } from './gates.ts';

test('one expert where it is clearly ahead', () => {
  expect(
    gatesFor([
      { intent: 'card_arrival', confidence: 0.9 },
      { intent: 'exchange_rate', confidence: 0.05 },
    ]),
  ).toEqual([{ name: 'card-delivery', gate: 0.9 }]);
});

test('several where the message is about several, the most likely first, at most three', () => {
  const close = ['card_arrival', 'exchange_rate', 'transfer_timing', 'loan_apply'].map((intent, place) => ({
    intent,
    confidence: 0.25 - place / 100,
  }));
  expect(gatesFor(close).map(({ name }) => name)).toEqual(['card-delivery', 'exchange', 'transfers-out']);
});

test('intents of one expert count together', () => {
  const [first] = gatesFor([
    { intent: 'card_arrival', confidence: 0.4 },
    { intent: 'card_delivery_estimate', confidence: 0.4 },
    { intent: 'exchange_rate', confidence: 0.2 },
  ]);
  expect(first?.gate).toBeCloseTo(0.8);
});

test('none for small talk, for nothing, and for an intent nobody knows', () => {
  expect(gatesFor([{ intent: 'greeting', confidence: 1 }])).toEqual([]);
  expect(gatesFor([])).toEqual([]);
  expect(gatesFor([{ intent: 'fly', confidence: 1 }])).toEqual([]);
});
