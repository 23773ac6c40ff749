import { initialState, type OpenFlow } from '@guichet/dialogue/dialogue-state';
import { describe, expect, test } from 'vitest';
import { languageOf } from './language-of.ts';

const chinese = { ...initialState, language: 'zh' as const };
const inFlow = { ...chinese, flows: [{} as OpenFlow] };

describe('the language of an answer', () => {
  test.each(['50', '12/3', '£40', 'OK', '👍', '<'])('is that of the conversation for "%s"', (text) => {
    expect(languageOf(text, chinese, 'en')).toBe('zh');
  });

  test.each(['yes', 'Cancel!', 'okay'])('is that of the flow for a bare "%s" in one', (text) => {
    expect(languageOf(text, inFlow, 'en')).toBe('zh');
    expect(languageOf(text, chinese, 'en')).toBe('en');
  });

  test('is that of the message otherwise', () => {
    expect(languageOf('where is my card', inFlow, 'en')).toBe('en');
    expect(languageOf('好', { ...chinese, language: 'en' }, 'zh')).toBe('zh');
    expect(languageOf('50', initialState, 'en')).toBe('en');
  });
});
