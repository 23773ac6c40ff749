import { describe, expect, it } from 'vitest';
import { initialState, readState } from './dialogue-state.ts';

describe('a stored state', () => {
  it('of version 1 goes on as one of today', () => {
    expect(readState({ version: 1, clarifications: 1, lastIntent: 'card_arrival' })).toEqual({
      ...initialState,
      clarifications: 1,
      lastIntent: 'card_arrival',
    });
  });

  it.each([null, undefined, 'x', 7, [], { version: 3 }, { version: 2 }, { version: 1, clarifications: -1 }])(
    'that cannot be read is a new one: %j',
    (stored) => {
      expect(readState(stored)).toEqual(initialState);
    },
  );

  it('is never the shared initial one', () => {
    readState(undefined).flows.push(...readState(undefined).flows);
    readState(undefined).used.push('x');
    expect(initialState.used).toEqual([]);
  });
});
