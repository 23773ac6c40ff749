import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient, type GuichetClient } from '@guichet/client/create-client';
import { parseArticle } from '@guichet/services/article/parse-article';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, root, startPlatform } from './support/start-platform.ts';

let platform: Platform;
let client: GuichetClient;
beforeAll(async () => {
  platform = await startPlatform({ name: 'guichet pairs' });
  const { gateway, secretKey } = platform.devFile();
  client = createClient({ gateway, key: secretKey });
});
afterAll(() => platform?.stop());

const articles = join(root, 'content/demo-bank/articles/en');
const articleOf = new Map(
  readdirSync(articles).flatMap((name) => {
    const parsed = parseArticle({ path: name, content: readFileSync(join(articles, name), 'utf8') });
    return 'article' in parsed ? parsed.article.intents.map((intent) => [intent, parsed.article.id] as const) : [];
  }),
);
const pairs = readFileSync(join(root, 'test/eval/pairs.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { articleId: string; en: string; zh: string });

// What is answered straight away is less: of long messages the router is sure more seldom than of short ones, and asks back.
test('the first guess for a question of 300 characters and for its twin is the same article, and the right one', async () => {
  const guess = async (text: string) =>
    articleOf.get((await client.understand(text)).intents[0]?.intent ?? '') ?? 'none';
  const found: { wanted: string; en: string; zh: string }[] = [];
  for (const { articleId, en, zh } of pairs)
    found.push({ wanted: articleId, en: await guess(en), zh: await guess(zh) });
  const share = (holds: (one: (typeof found)[number]) => boolean) => found.filter(holds).length / found.length;
  expect(
    share(({ en, wanted }) => en === wanted),
    JSON.stringify(found, null, 1),
  ).toBeGreaterThanOrEqual(0.85);
  expect(
    share(({ zh, wanted }) => zh === wanted),
    JSON.stringify(found, null, 1),
  ).toBeGreaterThanOrEqual(0.85);
  expect(
    share(({ en, zh }) => en === zh),
    JSON.stringify(found, null, 1),
  ).toBeGreaterThanOrEqual(0.8);
});
