import type { Language } from '@guichet/protocol/language';

/** The first language of the list that the element speaks; English where there is none. */
export function detectLanguage(tags: readonly (string | null | undefined)[]): Language {
  for (const tag of tags) {
    if (/^zh\b/i.test(tag ?? '')) return 'zh';
    if (/^en\b/i.test(tag ?? '')) return 'en';
  }
  return 'en';
}
