import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, startPlatform } from './support/start-platform.ts';

let platform: Platform;
let browser: Browser;

beforeAll(async () => {
  platform = await startPlatform({ name: 'guichet hostile' });
  const executablePath = process.env.GUICHET_CHROMIUM ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await platform?.stop();
});

const hostile = [
  '<img src=x onerror="window.hacked=1">',
  '<script>window.hacked=1</script>',
  '[click](javascript:window.hacked=1)',
  '![pixel](https://evil.example/p.png)',
  '<svg onload="window.hacked=1">',
  '<math><mtext href="javascript:window.hacked=1">x</mtext></math>',
  '**bold** https://skylark.example/help and javascript:alert(1) data:text/html,x',
].join('\n\n');

/** A page whose gateway answers with this text. */
async function openWithAnswer(text: string): Promise<{ page: Page; asked: string[] }> {
  const page = await (await browser.newContext()).newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.route('**/v1/conversations/*/messages', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const source = { articleId: '<b>x</b>', version: 1, title: '<img src=x onerror="window.hacked=1">' };
    const choices = [{ label: '<script>window.hacked=1</script>', text: 'x' }];
    const reply = { id: 'm', text, language: 'en', sources: [source], choices, degraded: false, composition: 'fixed' };
    const routed = { language: 'en', intents: [], rejected: false, experts: [], tier: 'edge' };
    const answer = { turn: { id: 't', seq: 1 }, reply, route: routed, decision: 'answer' };
    await route.fulfill({
      contentType: 'text/event-stream',
      body: `event: turn-end\ndata: ${JSON.stringify({ type: 'turn-end', answer })}\n\n`,
    });
  });
  await page.goto(platform.devFile().gateway);
  const chat = page.locator('guichet-chat');
  await chat.getByRole('button').first().click();
  await chat.getByRole('textbox').fill(hostile);
  await chat.getByRole('textbox').press('Enter');
  await expect.poll(() => chat.locator('.message.assistant.done').count()).toBeGreaterThan(0);
  return { page, asked };
}

test('text from customers, articles and models is shown as text and nothing else', async () => {
  const { page, asked } = await openWithAnswer(hostile);
  const chat = page.locator('guichet-chat');
  expect(await page.evaluate(() => (window as unknown as { hacked?: number }).hacked)).toBeUndefined();
  expect(
    await chat.locator('.messages img, .messages script, .messages svg, .messages math, .messages iframe').count(),
  ).toBe(0);
  const links = await chat
    .locator('.messages a')
    .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  expect(links).toEqual(['https://evil.example/p.png', 'https://skylark.example/help']);
  expect(await chat.locator('.messages strong').allTextContents()).toEqual(['bold']);
  expect(asked.filter((url) => url.includes('evil.example'))).toEqual([]);
  expect(await chat.locator('.sources li').textContent()).toContain('<img src=x');
});

test('a very long word does not widen the chat', async () => {
  const { page } = await openWithAnswer('x'.repeat(2_000));
  const overflow = await page
    .locator('guichet-chat')
    .locator('.messages')
    .evaluate((list) => list.scrollWidth - list.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test("the API's documentation is complete, and asks nobody else for anything", async () => {
  const page = await (await browser.newContext()).newPage();
  const strangers: string[] = [];
  const { gateway } = platform.devFile();
  page.on('request', (request) => {
    if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(gateway)) strangers.push(request.url());
  });
  await page.goto(`${gateway}/docs`);
  await expect
    .poll(() => page.getByText('Send a message, in a new conversation').count(), { timeout: 20_000 })
    .toBeGreaterThan(0);
  expect(await page.getByRole('heading', { name: 'A first answer' }).count()).toBe(1);
  expect(strangers).toEqual([]);
});
