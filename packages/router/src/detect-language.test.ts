import { expect, test } from 'vitest';
import { detectLanguage } from './detect-language.ts';

test.each([
  ['where is my card', 'en', false],
  ['我的卡还没到', 'zh', false],
  ['我張卡仲未到呀', 'zh', false],
  ['銀行卡不見了', 'zh', false],
  ['我的card被declined了', 'zh', false],
  ['please explain 余额', 'en', false],
  ['what does 您好 mean in your app', 'en', false],
  ['1234 5678', 'en', false],
  ['???', 'en', false],
  ['', 'en', false],
  ['Wo ist meine Karte', 'en', false],
  ['где моя карта', 'en', true],
  ['カードが届きません', 'en', true],
  ['카드가 아직 안 왔어요', 'en', true],
  ['أين بطاقتي', 'en', true],
] as const)('"%s" is answered in %s, foreign: %s', (text, language, foreign) => {
  expect(detectLanguage(text)).toEqual({ language, foreign });
});
