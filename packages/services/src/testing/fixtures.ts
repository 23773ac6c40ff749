import { env } from 'cloudflare:workers';
import type { ArticleFile } from '@guichet/protocol/article';
import type { TenantSettings } from '@guichet/protocol/tenant-settings';
import type { ServiceContext } from '../context.ts';
import { createConversation } from '../conversation/create-conversation.ts';
import { readSessionToken } from '../conversation/session-token.ts';
import { createContext } from '../create-context.ts';
import type { Caller } from '../security/caller.ts';
import { createTenant } from '../tenant/create-tenant.ts';
import { kvKeyStore } from '../vault/key-store.ts';

/** 32 bytes for tests. */
const masterKey = btoa('test-key-of-thirty-two-bytes-her');

export const settings: TenantSettings = {
  name: { en: 'Test Bank', zh: '测试银行' },
  scope: { en: 'cards', zh: '银行卡' },
  handoff: { en: 'A person will answer.', zh: '正在转接人工。' },
  answers: { default: { en: 'approved', zh: 'approved' }, experts: {} },
  origins: [],
};

/** A context on the test database whose clock stands where the test puts it. */
export function testContext(): ServiceContext & { time: number } {
  const context = {
    ...createContext({ main: env.DB }, { store: kvKeyStore(env.KEYS), masterKey }),
    time: Date.parse('2026-06-01T12:00:00Z'),
    now: () => context.time,
    wait: async () => {},
  };
  return context;
}

export interface TestTenant {
  id: string;
  system: Caller;
  secret: Caller;
  reader: Caller;
  publishable: Caller;
}

/** A tenant of its own for each test: the database is shared by the tests of a file. */
export async function makeTenant(context: ServiceContext): Promise<TestTenant> {
  const tenantId = context.newId('tenant');
  const system: Caller = { kind: 'system', tenantId };
  await createTenant(context, system, settings);
  return {
    id: tenantId,
    system,
    secret: { kind: 'secret', tenantId, keyId: 'k1', access: 'write' },
    reader: { kind: 'secret', tenantId, keyId: 'k2', access: 'read' },
    publishable: { kind: 'publishable', tenantId, keyId: 'k3' },
  };
}

/** A conversation with the caller that its session token makes. */
export async function makeConversation(context: ServiceContext, tenant: TestTenant) {
  const { id, sessionToken } = await createConversation(context, tenant.publishable, { state: { version: 1 } });
  const token = await readSessionToken(sessionToken);
  if (token === undefined) throw new Error('The new session token cannot be read.');
  const session: Caller = { kind: 'session', ...token };
  return { id, session, sessionToken };
}

/** An article file; `changes` replaces lines of its front matter. */
export function articleFile(id: string, language: 'en' | 'zh', changes: Record<string, string> = {}): ArticleFile {
  const english = language === 'en';
  const fields: Record<string, string> = {
    id,
    version: '1',
    language,
    expert: 'card-delivery',
    intents: '[card_arrival]',
    owner: 'Cards team',
    effective: '2026-01-01',
    review: '2027-01-01',
    state: 'approved',
    title: english ? `About ${id}` : `关于${id}`,
    summary: english ? 'Your card comes within 5 working days.' : '您的银行卡将在五个工作日内寄到。',
    ...changes,
  };
  const body =
    fields.body ??
    (english ? 'Check the address first.\n\nThen order a new card.' : '请先核对邮寄地址。\n\n然后补办新卡。');
  const lines = Object.entries(fields).filter(([name]) => name !== 'body');
  return {
    path: `${language}/${id}.md`,
    content: `---\n${lines.map(([name, value]) => `${name}: ${value}`).join('\n')}\n---\n${body}\n`,
  };
}

/** One approved article in both languages. */
export function articlePair(id: string, changes: Record<string, string> = {}): ArticleFile[] {
  return [articleFile(id, 'en', changes), articleFile(id, 'zh', changes)];
}
