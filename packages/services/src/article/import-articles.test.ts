import { describe, expect, test } from 'vitest';
import { embedMissing, findTenantsToEmbed } from '../passage/embed-missing.ts';
import { nearestPassages } from '../passage/nearest-passages.ts';
import { loadKnowledge } from '../release/load-knowledge.ts';
import { articleFile, articlePair, makeConversation, makeTenant, testContext } from '../testing/fixtures.ts';
import { acceptTurn } from '../turn/accept-turn.ts';
import { importArticles } from './import-articles.ts';

async function setUp() {
  const context = testContext();
  const tenant = await makeTenant(context);
  return { context, tenant, load: () => loadKnowledge(context, tenant.id) };
}

describe('importing articles', () => {
  test('makes them the knowledge of the tenant, passages and all', async () => {
    const { context, tenant, load } = await setUp();
    const outcome = await importArticles(context, tenant.secret, articlePair('card-arrival'));
    expect(outcome).toMatchObject({ valid: true, report: { changed: true, articles: 2 } });
    const { articles, passages } = await load();
    expect(articles.map(({ id, language }) => `${id} ${language}`)).toEqual(['card-arrival en', 'card-arrival zh']);
    expect(passages.length).toBeGreaterThan(2);
  });

  test('changes nothing when the same files come again', async () => {
    const { context, tenant, load } = await setUp();
    await importArticles(context, tenant.secret, articlePair('a'));
    const before = await load();
    expect(await importArticles(context, tenant.secret, articlePair('a'))).toMatchObject({
      valid: true,
      report: { changed: false },
    });
    expect((await load()).releaseId).toBe(before.releaseId);
  });

  test('replaces the whole: an article left out is gone', async () => {
    const { context, tenant, load } = await setUp();
    await importArticles(context, tenant.secret, [...articlePair('a'), ...articlePair('b')]);
    await importArticles(context, tenant.secret, articlePair('b'));
    expect(new Set((await load()).articles.map(({ id }) => id))).toEqual(new Set(['b']));
  });

  test('imports nothing where one file is wrong, and names it', async () => {
    const { context, tenant, load } = await setUp();
    await importArticles(context, tenant.secret, articlePair('a'));
    const wrong = { path: 'zh/b.md', content: 'no front matter' };
    const outcome = await importArticles(context, tenant.secret, [...articlePair('a'), articleFile('b', 'en'), wrong]);
    expect(outcome).toMatchObject({ valid: false });
    expect((await load()).articles).toHaveLength(2);
  });

  test('keeps drafts out of the knowledge and says so', async () => {
    const { context, tenant, load } = await setUp();
    const outcome = await importArticles(context, tenant.secret, [
      ...articlePair('a'),
      ...articlePair('b', { state: 'draft' }),
    ]);
    expect(outcome).toMatchObject({
      report: { files: expect.arrayContaining([expect.objectContaining({ path: 'en/b.md', status: 'skipped' })]) },
    });
    expect((await load()).articles.every(({ id }) => id === 'a')).toBe(true);
  });

  test('leaves the knowledge of other tenants alone', async () => {
    const { context, tenant, load } = await setUp();
    const other = await makeTenant(context);
    await importArticles(context, other.secret, articlePair('theirs'));
    await importArticles(context, tenant.secret, articlePair('ours'));
    expect((await load()).articles.map(({ id }) => id)).toEqual(['ours', 'ours']);
    expect((await loadKnowledge(context, other.id)).articles.map(({ id }) => id)).toEqual(['theirs', 'theirs']);
  });

  test('is refused to everyone but a secret key that may write', async () => {
    const { context, tenant } = await setUp();
    for (const caller of [tenant.reader, tenant.publishable])
      await expect(importArticles(context, caller, articlePair('a'))).rejects.toMatchObject({ code: 'forbidden' });
  });

  test.each([
    ['a missing language', [articleFile('a', 'en')], /no file in the language "zh"/],
    ['an expert nobody knows', articlePair('a', { expert: 'astrology' }), /no expert "astrology"/],
    ['an intent nobody knows', articlePair('a', { intents: '[fly]' }), /no intent "fly"/],
    ['the same article twice', [...articlePair('a'), articleFile('a', 'en')], /Two files/],
    ['front matter that is no YAML', [{ path: 'x.md', content: '---\nid: "a\n---\nbody' }], /not valid YAML/],
    ['aliases that could grow', [{ path: 'x.md', content: '---\na: &a [1]\nb: *a\n---\nbody' }], /not valid YAML/],
    ['half a character', [{ path: 'x.md', content: '---\nid: a\n---\n\ud800' }], /not clean text/],
    ['an unknown field', articlePair('a', { colour: 'red' }), /colour/],
    ['a day that is none', articlePair('a', { effective: '2026-13-40' }), /effective/],
  ])('refuses %s', async (_, files, sentence) => {
    const { context, tenant } = await setUp();
    const outcome = await importArticles(context, tenant.secret, files);
    if (outcome.valid) throw new Error('The files were taken.');
    expect(outcome.files.find((file) => file.status === 'invalid')?.message).toMatch(sentence);
  });
});

describe('the vectors of passages', () => {
  const model = 'encoder 1';
  const embed = async (texts: string[]) => texts.map((text) => (/card/.test(text) ? [1, 0, 0] : [0, 1, 0]));

  test('are made for passages that lack them, and again for another encoder', async () => {
    const { context, tenant, load } = await setUp();
    await importArticles(context, tenant.secret, articlePair('a'));
    expect(await findTenantsToEmbed(context, model)).toContain(tenant.id);
    expect(await embedMissing(context, tenant.system, { model, embed, until: context.now() + 1_000 })).toBe(0);
    expect((await load()).passages.every((passage) => passage.vectorModel === model)).toBe(true);
    expect(await findTenantsToEmbed(context, model)).not.toContain(tenant.id);
    expect(await findTenantsToEmbed(context, 'encoder 2')).toContain(tenant.id);
  });

  test('find the passage that points their way, and only among those of the same encoder', async () => {
    const { context, tenant, load } = await setUp();
    await importArticles(
      context,
      tenant.secret,
      articlePair('a', { summary: 'Rates move.', body: 'Your card comes by post.' }),
    );
    await embedMissing(context, tenant.system, { model, embed, until: context.now() + 1_000 });
    const knowledge = await load();
    const ask = (name: string) =>
      nearestPassages({ knowledge, embedding: [1, 0, 0], model: name, among: () => true, limit: 1 });
    expect(ask(model)[0]?.text).toMatch(/card/);
    expect(ask('encoder 2')).toEqual([]);
  });
});

describe('search by words', () => {
  test('finds passages in both languages, and none of another tenant', async () => {
    const { context, tenant } = await setUp();
    const other = await makeTenant(context);
    await importArticles(context, tenant.secret, articlePair('mine'));
    await importArticles(context, other.secret, articlePair('theirs'));
    const { id, session } = await makeConversation(context, tenant);
    const find = async (text: string) =>
      (
        await acceptTurn(context, session, {
          conversationId: id,
          clientMessageId: undefined,
          text,
          language: 'en',
          redaction: null,
          leaseMs: 1,
        })
      )?.hits;
    expect(await find('when will the card come?')).toEqual(
      expect.arrayContaining([expect.objectContaining({ articleId: 'mine', language: 'en' })]),
    );
    expect(await find('补办新卡')).toEqual(
      expect.arrayContaining([expect.objectContaining({ articleId: 'mine', language: 'zh' })]),
    );
    expect((await find('card 银行卡'))?.every((hit) => hit.articleId === 'mine')).toBe(true);
  });
});
