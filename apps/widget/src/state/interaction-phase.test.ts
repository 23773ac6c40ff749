import { describe, expect, test } from 'vitest';
import { type ChatMessage, type ChatState, initialState } from './chat-state.ts';
import { openInteraction, shownInteractions } from './interaction-phase.ts';

const base = { sources: [], choices: [], degraded: false, handoff: false };
const choice = (id: string) => ({ type: 'choice' as const, id, options: [{ value: 'a', label: 'A' }] });
const offered = (key: string, id: string): ChatMessage => ({
  ...base,
  key,
  role: 'assistant',
  text: 'Which?',
  status: 'done',
  interaction: choice(id),
});
const said = (status: ChatMessage['status'], text = 'A'): ChatMessage => ({
  ...base,
  key: 'c',
  role: 'customer',
  text,
  status,
});
const reply = (status: ChatMessage['status']): ChatMessage => ({
  ...base,
  key: 'c-reply',
  role: 'assistant',
  text: '',
  status,
});
const state = (messages: ChatMessage[], closed: ChatState['closed'] = {}): ChatState => ({
  ...initialState('en'),
  messages,
  closed,
});
const phases = (...given: Parameters<typeof state>) => shownInteractions(state(...given)).map(({ phase }) => phase);

describe('an interaction', () => {
  test('is open while nothing came after it', () => {
    expect(phases([offered('m', 'i')])).toEqual(['open']);
  });

  test('rests while a message is on its way, and is open again when that failed', () => {
    expect(phases([offered('m', 'i'), said('sending'), reply('streaming')])).toEqual(['sending']);
    expect(phases([offered('m', 'i'), said('failed')])).toEqual(['open']);
    expect(phases([offered('m', 'i'), said('sent'), reply('cut')])).toEqual(['open']);
  });

  test('is over when a later answer does not ask it again, and used where its own label was the answer', () => {
    expect(phases([offered('m', 'i'), said('sent', 'the other one'), reply('done')])).toEqual(['over']);
    expect(phases([offered('m', 'i'), said('sent'), reply('done')])).toEqual(['used']);
  });

  test('that is asked again stands below the later message only', () => {
    const shown = shownInteractions(state([offered('m', 'i'), said('sent'), offered('n', 'i')]));
    expect(shown).toMatchObject([{ messageKey: 'n', phase: 'open' }]);
  });

  test('is what the gateway said', () => {
    expect(phases([offered('m', 'i')], { i: 'expired' })).toEqual(['expired']);
    expect(openInteraction(state([offered('m', 'i')], { i: 'used' }))).toBeUndefined();
  });

  test('knows what was said next, after a reload, too', () => {
    expect(shownInteractions(state([offered('m', 'i'), said('sent', 'B')]))[0]?.answer).toBe('B');
  });
});
