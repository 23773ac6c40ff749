import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../e2e/support/start-platform.ts';

const perLanguage = 50;

/** Answered from passages by the generator in the demonstration bank; `test/eval` holds few of them. */
const composed = [
  'what rate will i get for euros',
  'which currencies can i hold',
  'how do i exchange money in the app',
  'can i keep swiss francs with you',
  'what rate do i get for dollars',
  'do you support norwegian krone',
];

/** A hundred messages of customers, half of them Chinese, and some that are composed. */
export function questions(): string[] {
  return [...evaluationTexts('en', perLanguage), ...evaluationTexts('zh', perLanguage), ...composed];
}

/** The first messages of an evaluation file. */
export function evaluationTexts(language: 'en' | 'zh', count: number): string[] {
  const lines = readFileSync(join(root, `test/eval/${language}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return lines.slice(0, count).map((line) => (JSON.parse(line) as { text: string }).text);
}
