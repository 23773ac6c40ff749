import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Platform, startPlatform } from './support/start-platform.ts';

let platform: Platform;
let browser: Browser;

beforeAll(async () => {
  platform = await startPlatform({ name: 'guichet story' });
  const executablePath = process.env.GUICHET_CHROMIUM ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await platform?.stop();
});

const phone = { width: 390, height: 844 };

/** The demo bank's page with the chat open. */
async function openChat(path: string, viewport = { width: 1280, height: 800 }): Promise<Page> {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.goto(`${platform.devFile().gateway}${path}`);
  await chat(page).getByRole('button').first().click();
  return page;
}

function chat(page: Page) {
  return page.locator('guichet-chat');
}

/** Types a message, and gives back the last answer when it is whole. */
async function say(page: Page, text: string): Promise<string> {
  const answers = chat(page).locator('.message.assistant');
  const before = await answers.count();
  await chat(page).getByRole('textbox').fill(text);
  await chat(page).getByRole('textbox').press('Enter');
  await expect.poll(() => answers.count(), { timeout: 20_000 }).toBeGreaterThan(before);
  await expect.poll(() => chat(page).locator('.streaming').count(), { timeout: 20_000 }).toBe(0);
  return answers.last().innerText();
}

describe('a customer on the demo bank', () => {
  test('asks for a card that has not come and gets the approved article with its source', async () => {
    const page = await openChat('/');
    const answer = await say(page, 'hi its been 2 weeks and still no card in the post??');
    expect(answer).toMatch(/Card not arrived/);
    expect(answer).toMatch(/Source\s*My card has not arrived/);
  });

  test('reports a stolen card in Chinese and reads how to lock it and whom to call', async () => {
    const page = await openChat('/zh', phone);
    const answer = await say(page, '我的卡被偷了，快帮我冻结');
    expect(answer).toMatch(/冻结/);
    expect(answer).toMatch(/\+44 20 7946 0100/);
    expect(answer).toMatch(/来源\s*卡丢失或被盗/);
    await expect.poll(() => chat(page).getByRole('button', { name: '联系人工客服' }).count()).toBe(1);
  });

  test('asks for a poem and is told what the assistant is for', async () => {
    const page = await openChat('/');
    const answer = await say(page, 'write me a poem about frogs');
    expect(answer).toMatch(/this assistant is for Skylark Bank's customers/);
    expect(answer).not.toMatch(/frog/i);
  });

  test('reloads and finds the conversation, and can go on with it', async () => {
    const page = await openChat('/');
    await say(page, 'I lost my card');
    await page.reload();
    await chat(page).getByRole('button').first().click();
    await expect
      .poll(() => chat(page).locator('.message.customer').allInnerTexts())
      .toEqual([expect.stringMatching('I lost my card')]);
    expect(await say(page, 'how long does a transfer take')).toMatch(/2 minutes/);
    expect(await chat(page).locator('.message.customer').count()).toBe(2);
  });

  test('sees a card number hidden, on the page and after a reload', async () => {
    const page = await openChat('/');
    await say(page, 'my card 4242 4242 4242 4242 was declined');
    await page.reload();
    await chat(page).getByRole('button').first().click();
    await expect.poll(() => chat(page).locator('.message.customer').count()).toBe(1);
    expect(await chat(page).innerText()).not.toMatch(/4242/);
  });

  test('works with the keyboard alone, and closes with Escape', async () => {
    const page = await openChat('/');
    await page.keyboard.type('hello');
    await page.keyboard.press('Enter');
    await expect.poll(() => chat(page).locator('.message.customer').count()).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => chat(page).getByRole('dialog').count()).toBe(0);
    const focused = await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className);
    expect(focused).toBe('launcher');
  });

  test('fills the phone screen, with nothing wider than it', async () => {
    const page = await openChat('/zh', phone);
    await say(page, '怎么转账');
    // It rises into its place.
    await expect.poll(() => chat(page).getByRole('dialog').boundingBox()).toEqual({ x: 0, y: 0, ...phone });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(phone.width);
  });
});
