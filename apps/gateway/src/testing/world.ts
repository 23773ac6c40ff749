import { env } from 'cloudflare:workers';
import edgeModel from '@guichet/artifacts/edge-router/edge.bin';
import type { ArticleFile } from '@guichet/protocol/article';
import type { TurnAnswer } from '@guichet/protocol/message';
import type { StreamPart } from '@guichet/protocol/stream';
import type { TenantSettings } from '@guichet/protocol/tenant-settings';
import { createKey } from '@guichet/services/key/create-key';
import { createTenant } from '@guichet/services/tenant/create-tenant';
import { createApp } from '../app.ts';
import { readSettings } from '../env.ts';
import { createServices } from '../services.ts';

export const settings: TenantSettings = {
  name: { en: 'Test Bank', zh: '测试银行' },
  scope: { en: 'cards and rates', zh: '银行卡和汇率' },
  handoff: { en: 'A person will answer.', zh: '正在转接人工。' },
  answers: { default: { en: 'approved', zh: 'approved' }, experts: { exchange: { en: 'generated' } } },
  origins: ['https://bank.example'],
};

export type Mode = 'ok' | 'slow' | 'dies' | 'nonsense' | 'missing' | 'gone';

/** A gateway whose inference service behaves in one way; its log lines are kept. */
export function startGateway(mode: Mode = 'ok') {
  const lines: string[] = [];
  const url = mode === 'gone' ? 'http://127.0.0.1:9' : `${env.INFERENCE_URL}/${mode}`;
  const services = createServices({
    settings: readSettings({ ...env, INFERENCE_URL: url }),
    edgeModel,
    fetch: (input, init) => fetch(input, init),
    writeLine: (line) => lines.push(line),
  });
  return { app: createApp(services), services, lines };
}

export type Gateway = ReturnType<typeof startGateway>;

export interface TestTenant {
  id: string;
  secretKey: string;
  readerKey: string;
  publishableKey: string;
}

/** A tenant of its own, so that tests of one file do not meet in the database. */
export async function makeTenant({ services: { context } }: Gateway): Promise<TestTenant> {
  const id = context.newId('tenant');
  const system = { kind: 'system', tenantId: id } as const;
  await createTenant(context, system, settings);
  const tenant = {
    id,
    secretKey: context.newId('sk_test'),
    readerKey: context.newId('sk_test'),
    publishableKey: context.newId('pk_test'),
  };
  await createKey(context, system, { kind: 'secret', key: tenant.secretKey });
  await createKey(context, system, { kind: 'secret', access: 'read', key: tenant.readerKey });
  await createKey(context, system, { kind: 'publishable', key: tenant.publishableKey });
  return tenant;
}

export function post(key: string, body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

export function get(key: string): RequestInit {
  return { headers: { authorization: `Bearer ${key}` } };
}

/** Opens a conversation as a web page does. */
export async function openConversation({ app }: Gateway, { publishableKey }: TestTenant) {
  const response = await app.request('/v1/conversations', post(publishableKey, {}));
  const { id, sessionToken } = (await response.json()) as { id: string; sessionToken: string };
  return { id, sessionToken, path: `/v1/conversations/${id}/messages` };
}

/** Sends a message and gives back the answer as JSON. */
export async function ask(
  { app }: Gateway,
  { path, sessionToken }: { path: string; sessionToken: string },
  text: string,
): Promise<TurnAnswer> {
  const response = await app.request(path, post(sessionToken, { text }));
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return response.json();
}

/** The parts of a streamed answer. */
export async function readParts(response: Response): Promise<StreamPart[]> {
  const text = await response.text();
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data));
}

/** Two small articles in both languages. */
export function articleFiles(): ArticleFile[] {
  return [
    articleFile('card-not-arrived', 'en', {
      title: 'My card has not arrived',
      summary: 'A new card takes 3 to 5 working days in the UK.',
      body: 'Check the address in Profile first. Then order a new card in Cards.',
    }),
    articleFile('card-not-arrived', 'zh', {
      title: '我的银行卡还没收到',
      summary: '英国境内新卡需要 3 至 5 个工作日送达。',
      body: '请先在“个人资料”中核对地址。然后在“卡片”中补办新卡。',
    }),
    articleFile('exchange-rate', 'en', {
      expert: 'exchange',
      intents: '[exchange_rate]',
      title: 'Which exchange rate do I get?',
      summary: 'You get the live market rate, shown before you confirm. The rate is fixed for 30 seconds.',
      body: 'At weekends we add 0.5 % to the rate.',
    }),
    articleFile('exchange-rate', 'zh', {
      expert: 'exchange',
      intents: '[exchange_rate]',
      title: '汇率是多少？',
      summary: '按实时市场汇率兑换，确认前会显示。汇率锁定 30 秒。',
      body: '周末在汇率上加收 0.5 %。',
    }),
  ];
}

export function articleFile(id: string, language: 'en' | 'zh', changes: Record<string, string>): ArticleFile {
  const { body = 'The body.', ...fields } = {
    id,
    version: '1',
    language,
    expert: 'card-delivery',
    intents: '[card_arrival]',
    owner: 'Cards team',
    effective: '2026-01-01',
    review: '2027-01-01',
    state: 'approved',
    ...changes,
  };
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return { path: `${language}/${id}.md`, content: `---\n${head.join('\n')}\n---\n${body}\n` };
}

/** Imports the two articles. */
export async function importArticles({ app }: Gateway, { secretKey }: TestTenant): Promise<void> {
  const response = await app.request('/v1/articles/import', post(secretKey, { files: articleFiles() }));
  if (response.status !== 200) throw new Error(await response.text());
}
