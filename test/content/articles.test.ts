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
const step = /^\d+\. (.*)$/gm;
const number = /\d[\d,.:–-]*\d|\d/g;
const link = /https?:\/\/[\w./-]*[\w/]|[\w.]+@[\w.]*\w/g;
/** What a text says, sorted: the languages may say it in another order, not more often. */
const all = (text: string, pattern: RegExp) => (text.match(pattern) ?? []).toSorted();
/** The lines of the numbered list, in order. */
const steps = (body: string) => [...body.matchAll(step)].map(([, text = '']) => text);

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

// The first word of a place in the app, such as Profile in "Profile › Address", as the Chinese articles call it.
const menus = {
  Account: '账户',
  'Add money': '充值',
  Cards: '卡片',
  Currencies: '货币',
  Insurance: '保险',
  Messages: '消息',
  Payments: '付款',
  Profile: '个人资料',
  Transfers: '转账',
};

test('the app has one name for each of its menus in each language', () => {
  const before = (language: string, pattern: RegExp) =>
    new Set(
      names.flatMap((name) => {
        const { summary, body } = read(language, name);
        return [...`${summary}\n${body}`.matchAll(pattern)].map(([, menu]) => menu);
      }),
    );
  expect([...before('en', /\b(Add money|[A-Z]\w*) › [A-Z]/g)].toSorted()).toEqual(Object.keys(menus));
  expect([...before('zh', /“([^“”›]+) › /g)].toSorted()).toEqual(Object.values(menus).toSorted());
});

describe.each(names)('%s', (name) => {
  const en = read('en', name);
  const zh = read('zh', name);

  test('says the same numbers in both languages, in the short form, in the long one, and in each step', () => {
    const prose = (body: string) => body.replaceAll(/^\d+\. /gm, '');
    expect(all(zh.summary, number)).toEqual(all(en.summary, number));
    expect(all(prose(zh.body), number)).toEqual(all(prose(en.body), number));
    expect(steps(zh.body).map((text) => all(text, number))).toEqual(steps(en.body).map((text) => all(text, number)));
  });

  test('gives the same links, addresses and places in the app in both languages', () => {
    const [inEnglish, inChinese] = [en, zh].map(({ summary, body }) => `${summary}\n${body}`);
    expect(all(inChinese ?? '', link)).toEqual(all(inEnglish ?? '', link));
    expect(all(inChinese ?? '', /›/g)).toEqual(all(inEnglish ?? '', /›/g));
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
