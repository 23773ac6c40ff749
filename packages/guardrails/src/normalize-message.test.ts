import { CodedError } from '@guichet/protocol/coded-error';
import { describe, expect, it } from 'vitest';
import { normalizeMessage } from './normalize-message.ts';

const codeOf = (text: string) => {
  try {
    normalizeMessage(text);
    return 'accepted';
  } catch (error) {
    return error instanceof CodedError ? error.code : error;
  }
};

describe('normalizeMessage', () => {
  it.each([
    ['', 'invalid_request'],
    [' \n\t ', 'invalid_request'],
    ['\u200b\u200b', 'invalid_request'],
    ['half \ud83d', 'invalid_request'],
    ['nul \0', 'invalid_request'],
    ['a'.repeat(4_001), 'text_too_long'],
    ['a'.repeat(4_000), 'accepted'],
    ['😀'.repeat(4_000), 'accepted'],
    ['👩‍👩‍👧', 'accepted'],
    ['?', 'accepted'],
  ])('%j gives %s', (text, code) => expect(codeOf(text)).toBe(code));

  it('drops controls that reorder or hide text and keeps line ends', () => {
    expect(normalizeMessage('  pay\u202e gnp.exe\r\nnow\u0007 ')).toBe('pay gnp.exe\nnow');
  });

  it('cuts towers of marks and keeps accents', () => {
    expect(normalizeMessage(`z${'\u0301'.repeat(900)} café`)).toBe(`z${'\u0301'.repeat(4)} café`);
  });
});
