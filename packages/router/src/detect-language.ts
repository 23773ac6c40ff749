import type { Language } from '@guichet/protocol/language';

export interface DetectedLanguage {
  language: Language;
  /** True where most letters belong to neither language: the message is answered in `language`, and says so. */
  foreign: boolean;
}

// One Chinese character carries about as much as four Latin letters ("我的card declined了" is Chinese).
const hanWeight = 4;

/** The language to answer in, by script; Traditional and Cantonese are Chinese. A text without letters counts as English. */
export function detectLanguage(text: string): DetectedLanguage {
  const han = count(text, /\p{Script=Han}/gu);
  const latin = count(text, /\p{Script=Latin}/gu);
  const letters = count(text, /\p{L}/gu);
  const kana = count(text, /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu);
  const language = han * hanWeight > latin && kana <= han / 2 ? 'zh' : 'en';
  return { language, foreign: letters > 0 && letters - han - latin + (kana > han / 2 ? han : 0) > letters / 2 };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
