import { describe, expect, it } from 'vitest';
import { flowPhrase, flowPhraseNames } from './flow-phrases.ts';

describe('flow phrases', () => {
  it.each(flowPhraseNames)('%s speaks the language asked for, and no other', (name) => {
    expect(flowPhrase(name, 'en')).not.toMatch(/\p{Script=Han}/u);
    expect(flowPhrase(name, 'zh')).toMatch(/\p{Script=Han}/u);
  });

  it.each(flowPhraseNames)('%s has the same places in both languages', (name) => {
    const places = (language: 'en' | 'zh') => {
      const values = new Proxy(
        {},
        {
          has: () => true,
          getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
          get: (_, key) => `<${String(key)}>`,
        },
      );
      return [...flowPhrase(name, language, values).matchAll(/<\w+>/g)].map(([place]) => place).sort();
    };
    expect(places('zh')).toEqual(places('en'));
  });
});
