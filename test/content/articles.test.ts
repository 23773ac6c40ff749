import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { intents } from '@guichet/protocol/taxonomy';
import { checkArticles } from '@guichet/services/article/check-articles';
import { parseArticle } from '@guichet/services/article/parse-article';
import { describe, expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../content/demo-bank');
const names = readdirSync(join(folder, 'articles/en'));
const file = (language: string, name: string) => ({
  path: `${language}/${name}`,
  content: readFileSync(join(folder, 'articles', language, name), 'utf8'),
});
const read = (language: string, name: string) => {
  const parsed = parseArticle(file(language, name));
  if ('fault' in parsed) throw new Error(parsed.fault);
  return parsed.article;
};
const number = /\d[\d,.:–-]*\d|\d/g;
const step = /^\d+\. /gm;

test('every article is one that an institution could import', () => {
  const files = names.flatMap((name) => [file('en', name), file('zh', name)]);
  const { files: reports, valid } = checkArticles(files);
  expect(reports.filter((report) => report.status === 'invalid')).toEqual([]);
  expect(valid).toBe(true);
});

test('every intent that is not small talk has an article, and no two articles claim one', () => {
  const claimed = names.flatMap((name) => read('en', name).intents);
  expect(claimed.filter((intent, index) => claimed.indexOf(intent) !== index)).toEqual([]);
  const wanted = intents.filter((entry) => entry.expert !== 'base').map((entry) => entry.intent);
  expect(wanted.filter((intent) => !claimed.includes(intent))).toEqual([]);
});

describe.each(names)('%s', (name) => {
  const en = read('en', name);
  const zh = read('zh', name);

  test('says the same numbers and steps in both languages', () => {
    const numbers = (body: string) => new Set(body.replaceAll(step, '').match(number));
    expect(numbers(zh.body)).toEqual(numbers(en.body));
    expect(zh.body.match(step)?.length).toBe(en.body.match(step)?.length);
  });

  test('is about the same, for the same time, under the same approval in both languages', () => {
    const { title: _t, summary: _s, body: _b, language: _l, ...inEnglish } = en;
    expect(zh).toMatchObject(inEnglish);
  });

  test('names no web page or address that the bank does not have', () => {
    const facts = readFileSync(join(folder, 'facts.md'), 'utf8');
    for (const text of [en, zh].map((article) => `${article.summary}\n${article.body}`)) {
      for (const [link = ''] of text.matchAll(/[\w./:@-]*skylark\.example[\w/]*/g)) expect(facts).toContain(link);
      for (const [phone = ''] of text.matchAll(/\+44[ \d]+\d/g)) expect(facts).toContain(phone);
    }
  });
});
