import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Language } from '@guichet/protocol/language';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ScriptedGateway, startScriptedGateway } from './support/scripted-gateway.ts';
import { root } from './support/start-platform.ts';

let browser: Browser;
const running: { context: BrowserContext; gateway: ScriptedGateway }[] = [];

beforeAll(async () => {
  execFileSync(process.execPath, [join(root, 'apps/widget/build.ts')]);
  const executablePath = process.env.GUICHET_CHROMIUM ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterEach(async () => {
  for (const { context, gateway } of running.splice(0)) {
    await context.close();
    gateway.close();
  }
});
afterAll(() => browser?.close());

interface Set {
  page: Page;
  gateway: ScriptedGateway;
  chat: Locator;
  /** Types a message and waits for its answer. */
  say(text: string): Promise<void>;
  answers(): Record<string, unknown>[];
}

const policy = "default-src 'self'; style-src 'unsafe-inline'";

/** A page with the element, open, and a gateway that keeps to the script. */
async function setUp(language: Language = 'en', { phone = false, script = '' } = {}): Promise<Set> {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width">`;
  const strict = script === '' ? `<meta http-equiv="Content-Security-Policy" content="${policy}">` : '';
  const element = `<guichet-chat key="pk" language="${language}" bank-name="Bank" open></guichet-chat>`;
  const gateway = await startScriptedGateway({
    language,
    page: `<!doctype html><html lang="${language}">${head}${strict}<body>${element}<script>${script}</script><script src="/widget.js"></script>`,
  });
  const viewport = phone ? { width: 360, height: 640 } : { width: 1000, height: 800 };
  const context = await browser.newContext({ viewport, hasTouch: phone, isMobile: phone });
  running.push({ context, gateway });
  const page = await context.newPage();
  await page.goto(gateway.address);
  const chat = page.locator('guichet-chat');
  const say = async (text: string) => {
    const before = await chat.locator('.message.done').count();
    await chat.locator('textarea').fill(text);
    await chat.locator('textarea').press('Enter');
    await expect.poll(() => chat.locator('.message.done').count()).toBeGreaterThan(before);
  };
  const answers = () => gateway.requests.filter(({ path }) => path.includes('/interactions/')).map(({ body }) => body);
  return { page, gateway, chat, say, answers };
}

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.querySelector('guichet-chat')?.shadowRoot?.activeElement;
    return element?.getAttribute('name') || element?.className || element?.localName;
  });

describe('a choice', () => {
  test('is made once, marked, and still there after a reload', async () => {
    const { page, chat, say, answers, gateway } = await setUp();
    await say('choice');
    gateway.delayMs = 200;
    await chat.getByRole('button', { name: /1234/ }).dblclick();
    await expect.poll(() => chat.locator('.option.chosen').innerText()).toMatch(/1234/);
    expect(answers()).toMatchObject([{ value: 'c1' }]);
    await page.reload();
    await expect.poll(() => chat.locator('.option.chosen').innerText()).toMatch(/1234/);
    expect(await chat.locator('.option:enabled').count()).toBe(0);
  });

  test('leaves the box usable, and is over when its answer was typed', async () => {
    const { page, chat, say, answers } = await setUp();
    await say('choice');
    expect(await focused(page)).toBe('textarea');
    await say('the first one please');
    expect(await chat.locator('.option:enabled').count()).toBe(0);
    expect(answers()).toEqual([]);
  });
});

describe('a confirmation', () => {
  test('is cancelled by Escape, and the next Escape closes the chat', async () => {
    const { page, chat, say, answers } = await setUp();
    await say('confirm');
    await page.keyboard.press('Escape');
    await expect.poll(answers).toMatchObject([{ confirmed: false }]);
    await expect.poll(() => chat.locator('.action.chosen').innerText()).toMatch(/cancel/);
    await page.keyboard.press('Escape');
    await expect.poll(() => chat.getByRole('dialog').count()).toBe(0);
  });

  test('given without a network is kept, and sent with the same id when it is back', async () => {
    const { page, chat, say, answers } = await setUp();
    await say('confirm');
    await page.context().setOffline(true);
    await chat.getByRole('button', { name: 'Freeze it' }).click();
    await expect.poll(() => chat.getByRole('alert').innerText()).toMatch(/Not sent/);
    expect(await chat.getByRole('button', { name: 'Freeze it' }).isEnabled()).toBe(true);
    await page.context().setOffline(false);
    await expect.poll(answers).toMatchObject([{ confirmed: true }]);
    await expect.poll(() => chat.locator('.action.chosen').count()).toBe(1);
  });

  test('that ran out meanwhile is shown as expired, and nothing stands in the conversation', async () => {
    const { chat, say, gateway } = await setUp();
    await say('confirm');
    for (const known of gateway.interactions.values()) known.state = 'expired';
    await chat.getByRole('button', { name: 'Freeze it' }).click();
    await expect.poll(() => chat.locator('.card .status').innerText()).toBe('Expired');
    expect(await chat.locator('.message.customer').count()).toBe(1);
  });
});

describe('a form', () => {
  test('gets the focus, says what is wrong beside the field, and sends what was entered', async () => {
    const { page, chat, say, answers } = await setUp();
    await say('form');
    await expect.poll(() => focused(page)).toBe('transaction');
    await chat.getByLabel('Payment', { exact: true }).selectOption('t2');
    await chat.getByLabel('The amount is wrong').check();
    await chat.getByLabel('Right amount').fill('nought');
    await chat.getByLabel('Right amount').fill('0');
    await chat.getByRole('button', { name: 'Continue' }).click();
    expect(await focused(page)).toBe('amount');
    const amount = chat.getByLabel('Right amount');
    expect(await amount.getAttribute('aria-invalid')).toBe('true');
    const described = (await amount.getAttribute('aria-describedby'))?.split(' ').at(-1);
    expect(await chat.locator(`[id="${described}"]`).innerText()).toMatch(/more than zero/);
    await amount.fill('25.5');
    expect(await amount.getAttribute('aria-invalid')).toBe('false');
    await chat.getByLabel('Expected on').fill('2026-11-20');
    await chat.getByRole('button', { name: 'Continue' }).click();
    await expect.poll(answers).toHaveLength(1);
    const values = { transaction: 't2', reason: 'wrong_amount', amount: '25.5', date: '2026-11-20', details: '' };
    expect(answers()[0]).toMatchObject({ values });
    await expect.poll(() => chat.locator('.message.customer').last().innerText()).toMatch(/Right amount: £25\.50/);
  });

  test('keeps what is typed while other messages come and the language changes', async () => {
    const { chat, say } = await setUp();
    await say('form');
    await chat.getByLabel('Right amount').fill('25.5');
    await chat.getByLabel('Details').fill('Wharf');
    await say('meanwhile, how long does it take');
    expect(await chat.locator('form.interaction').count()).toBe(1);
    expect(await chat.getByLabel('Details').inputValue()).toBe('Wharf');
    await chat.getByRole('button', { name: '切换到中文' }).click();
    expect(await chat.getByLabel('Right amount').inputValue()).toBe('25.5');
    expect(await chat.getByLabel('Details').inputValue()).toBe('Wharf');
  });

  test('fits a small phone in both languages', async () => {
    for (const language of ['en', 'zh'] as const) {
      const { page, chat, say } = await setUp(language, { phone: true });
      await say('form');
      const widest = await chat
        .locator('.messages')
        .evaluate((list) =>
          Math.max(0, ...[...list.querySelectorAll('*')].map((one) => one.getBoundingClientRect().right)),
        );
      expect(widest).toBeLessThanOrEqual(360);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    }
  });
});

describe('a one-time code', () => {
  test('goes to the gateway and is left nowhere in the browser', async () => {
    const { page, chat, say, answers } = await setUp('zh');
    await say('secret');
    const field = chat.getByLabel('一次性验证码');
    expect(await field.getAttribute('autocomplete')).toBe('one-time-code');
    await field.fill('７３９');
    await chat.getByRole('button', { name: '验证' }).click();
    await expect.poll(() => chat.locator('.error').innerText()).toBe('请输入 6 位数字验证码。');
    await field.fill('739 164');
    await chat.getByRole('button', { name: '验证' }).click();
    await expect.poll(answers).toMatchObject([{ code: '739164' }]);
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    expect(kept + (await chat.innerText())).not.toContain('739');
    expect(await field.inputValue()).toBe('');
  });
});

test('a case gives its number to copy, and the page is told of it', async () => {
  const { page, chat, say } = await setUp();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const told = page.evaluate(
    () => new Promise((done) => addEventListener('guichet-case', (event) => done((event as CustomEvent).detail))),
  );
  await say('case');
  expect(await told).toEqual({ caseNumber: 'DSP-2026-004182', status: 'Received', followUpBy: '2026-12-08' });
  await chat.getByRole('button', { name: 'Copy the case number' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('DSP-2026-004182');
  expect(await chat.getByText('8 December 2026').count()).toBe(1);
});

describe('an identity token', () => {
  const listen = `told = []; for (const name of ['guichet-error', 'guichet-identity']) addEventListener(name, ({ detail }) => told.push(detail));`;
  const give = (value: string) => `document.querySelector('guichet-chat').identityToken = ${value};`;
  const told = (page: Page) => page.evaluate('told');

  test('given before the element is there goes with the first message', async () => {
    const { page, say, gateway } = await setUp('en', { script: listen + give(`'good'`) });
    await say('hello');
    expect(gateway.requests[0]).toMatchObject({ path: '/v1/conversations', body: { identityToken: 'good' } });
    expect(await told(page)).toEqual([{ assurance: 'verified' }]);
  });

  test('given later is handed over; refused, the page is told and the chat goes on', async () => {
    const { page, say, gateway } = await setUp('en', { script: listen });
    await say('hello');
    await page.evaluate(give(`() => Promise.resolve('bad')`));
    await expect.poll(() => told(page)).toEqual([{ code: 'identity_invalid' }]);
    await page.evaluate(give(`'good'`));
    await expect.poll(() => told(page)).toEqual([{ code: 'identity_invalid' }, { assurance: 'verified' }]);
    expect(gateway.requests.at(-1)).toMatchObject({ path: '/v1/conversations/conv_1/identity' });
    await say('still here');
  });

  test('of another customer empties the chat, and so does signing out', async () => {
    const { page, chat, say } = await setUp('en', { script: listen + give(`'good'`) });
    await say('hello');
    await page.evaluate(give(`'other'`));
    await expect.poll(() => chat.locator('.message.customer').count()).toBe(0);
    await page.evaluate(give(`'good'`));
    await say('hello again');
    await page.evaluate(give('null'));
    await expect.poll(() => chat.locator('.message.customer').count()).toBe(0);
  });
});
