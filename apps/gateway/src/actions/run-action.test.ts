import { env } from 'cloudflare:workers';
import type { ActionDefinition } from '@guichet/dialogue/flow/flow-schema';
import type { ServiceContext } from '@guichet/services/context';
import { createConversation } from '@guichet/services/conversation/create-conversation';
import { createContext } from '@guichet/services/create-context';
import { findAssurance } from '@guichet/services/identity/find-assurance';
import type { Caller } from '@guichet/services/security/caller';
import { createSecretBox } from '@guichet/services/security/secret-box';
import { createTenant } from '@guichet/services/tenant/create-tenant';
import { describe, expect, test } from 'vitest';
import { settings } from '../testing/world.ts';
import type { ActionCall } from '../turn/action-port.ts';
import { createRunAction } from './run-action.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const box = createSecretBox(btoa('k'.repeat(32)));
const confirmations = Number(env.CONFIRMATIONS);
const patience = { timeout: 120_000 + confirmations * 1_000 };

const definition = (changes: Partial<ActionDefinition> = {}): ActionDefinition => ({
  ...{ effect: 'write', idempotent: true, assurance: 'verified', timeoutMs: 400, safe: false, sensitive: [] },
  ...{ request: { card: 'card', reason: 'choice?' }, response: { caseNumber: 'text' } },
  ...changes,
});

interface WorldOptions {
  mode?: string;
  assurance?: 'anonymous' | 'verified' | 'stepped-up';
  context?: Partial<ServiceContext>;
}

/** A tenant whose bank behaves in one way, with a conversation of customer c1. */
async function makeWorld({ mode = 'ok', assurance = 'verified', context: changes = {} }: WorldOptions = {}) {
  const context = { ...createContext({ main: env.DB }), ...changes };
  const tenantId = context.newId('tenant');
  const sealed = await box.seal({ tenantId, purpose: 'actions' }, secret);
  const own = { ...settings, actions: { url: `${env.BANK_URL}/${mode}`, secrets: [sealed] } };
  await createTenant(context, { kind: 'system', tenantId }, own);
  const caller: Caller = { kind: 'secret', tenantId, keyId: 'k', access: 'write' };
  const proven = { subject: 'c1', tokenId: context.newId('token'), tokenExpiresAt: context.now() + 60_000 };
  const identity = assurance === 'anonymous' ? undefined : { proven, verifiedMs: 900_000 };
  const { id } = await createConversation(context, caller, { state: {}, identity });
  if (assurance === 'stepped-up') {
    await env.DB.prepare('UPDATE identities SET stepped_up_until = verified_until WHERE conversation_id = ?')
      .bind(id)
      .run();
  }
  const options = { context, secrets: box, development: true, settingsOf: async () => own };
  const run = createRunAction({ ...options, fetch: (input, init) => fetch(input, init) });
  /** A runner that dies between the institution's answer and its record. */
  const crash = (asked: ActionCall) =>
    new Promise<void>((died) => {
      const never: typeof fetch = async (input, init) => {
        await fetch(input, init).catch(() => {});
        died();
        return new Promise(() => {});
      };
      void createRunAction({ ...options, fetch: never })(asked);
    });
  const call = (changed: Partial<ActionCall> = {}): ActionCall => ({
    ...{ caller, conversationId: id, turnId: context.newId('turn'), interactionId: context.newId('int') },
    ...{ action: 'cards.report_lost', definition: definition(), fields: { card: 'c1' }, locale: 'en' as const },
    ...{ requestId: 'r', traceparent: '00-0-0-00', deadline: context.now() + 20_000 },
    ...changed,
  });
  return { context, tenantId, caller, conversationId: id, run, crash, call };
}

interface BankRecord {
  effects: Record<string, number>;
  byConfirmation: Record<string, number>;
  received: { id: string; action: string; customer: unknown; fields: unknown }[];
}
const bank = async (): Promise<BankRecord> => (await fetch(`${env.BANK_URL}/effects`)).json();
const rows = async (tenantId: string) =>
  (await env.DB.prepare('SELECT * FROM action_attempts WHERE tenant_id = ?').bind(tenantId).all()).results;

describe('an action', () => {
  test('is signed as the official library wants it, and its answer is checked and kept', async () => {
    const { run, call, tenantId } = await makeWorld();
    const asked = call();
    const first = await run(asked);
    expect(first).toMatchObject({ outcome: 'done', result: { caseNumber: expect.stringMatching(/^C-/) } });
    expect(await run(asked)).toEqual(first);
    const { received } = await bank();
    expect(received.filter(({ id }) => id === first.attemptId)).toEqual([
      expect.objectContaining({ fields: { card: 'c1' }, customer: { sub: 'c1', assurance: 'verified' } }),
    ]);
    const stored = await rows(tenantId);
    expect(stored).toMatchObject([{ status: 'done', attempt: 1 }]);
    expect(JSON.stringify(stored)).not.toContain('C-');
  });

  test.each([
    ['nonsense', 'invalid'],
    ['wrong', 'invalid'],
    ['huge', 'invalid'],
    ['redirect', 'invalid'],
    ['down', 'timeout'],
    ['lost', 'timeout'],
  ])('to a bank that is "%s" comes out %s, unknown in the record', async (mode, outcome) => {
    const { run, call, tenantId } = await makeWorld({ mode });
    expect(await run(call())).toMatchObject({ outcome });
    expect(await rows(tenantId)).toMatchObject([{ status: 'unknown' }]);
  });

  test('that times out after it took effect is sent again under the same key, and takes effect once', async () => {
    const { run, call, tenantId } = await makeWorld({ mode: 'late' });
    const { attemptId, outcome } = await run(call());
    expect(outcome).toBe('done');
    expect((await bank()).effects[attemptId]).toBe(1);
    expect(await rows(tenantId)).toMatchObject([{ status: 'done', attempt: 2 }]);
  });

  test('that must not be repeated is sent once, and its unknown outcome stays', async () => {
    const { run, call } = await makeWorld({ mode: 'late' });
    const asked = call({ action: 'transfers.cancel', definition: definition({ idempotent: false }) });
    const { attemptId, outcome } = await run(asked);
    expect(outcome).toBe('timeout');
    expect(await run(asked)).toEqual({ attemptId, outcome: 'timeout' });
    expect((await bank()).effects[attemptId]).toBe(1);
  });

  test("on another customer's card fails with the bank's word", async () => {
    const { run, call } = await makeWorld();
    expect(await run(call({ fields: { card: 'of-somebody-else' } }))).toMatchObject({
      outcome: 'failed',
      code: 'not_found',
    });
  });

  test('with a field that is missing, unknown or of a wrong kind is not sent', async () => {
    const { run, call, tenantId } = await makeWorld();
    const money = definition({ request: { amount: 'money' } });
    for (const asked of [
      call({ fields: {} }),
      call({ fields: { card: 'c1', more: 'x' } }),
      call({ definition: money, fields: { amount: '-5 GBP' } }),
      call({ definition: money, fields: { amount: '1e99 GBP' } }),
      call({ definition: definition({ request: { day: 'date' } }), fields: { day: '2026-02-30' } }),
    ])
      expect(await run(asked)).toMatchObject({ outcome: 'failed', code: 'request_invalid' });
    expect(await rows(tenantId)).toEqual([]);
  });

  test('asked for the same answer of the customer with other values is refused', async () => {
    const { run, call } = await makeWorld();
    const asked = call();
    await run(asked);
    expect(await run({ ...asked, fields: { card: 'c2' } })).toMatchObject({ outcome: 'failed', code: 'conflict' });
  });
});

describe('assurance', () => {
  test.each([
    ['anonymous', 'verified'],
    ['verified', 'stepped-up'],
  ] as const)(
    '"%s" does not do what needs "%s": nothing is sent, the refusal is recorded',
    async (assurance, needed) => {
      const { run, call, tenantId } = await makeWorld({ assurance });
      const asked = call({ definition: definition({ assurance: needed }) });
      const refused = await run(asked);
      expect(refused).toMatchObject({ outcome: 'failed', code: 'assurance_required' });
      expect((await bank()).received.some(({ id }) => id === refused.attemptId)).toBe(false);
      expect(await rows(tenantId)).toMatchObject([{ status: 'refused' }]);
    },
  );

  test('rises by a checked code, which nothing keeps; three wrong ones are the last', async () => {
    const { run, call, context, caller, conversationId, tenantId } = await makeWorld();
    const send = definition({ idempotent: false, request: {}, response: {} });
    const check = definition({ idempotent: false, request: { code: 'text' }, response: {}, sensitive: ['code'] });
    const checking = (code: string) =>
      run(call({ action: 'identity.check_code', definition: check, fields: { code } }));
    const sending = () => run(call({ action: 'identity.send_code', definition: send, fields: {} }));
    expect(await checking('135790')).toMatchObject({ code: 'too_many_attempts' });
    await sending();
    for (const _ of [1, 2, 3]) expect(await checking('000000')).toMatchObject({ code: 'code_wrong' });
    expect(await checking('135790')).toMatchObject({ code: 'too_many_attempts' });
    expect(await findAssurance(context, caller, conversationId)).toBe('verified');
    await context.wait(5);
    await sending();
    expect(await checking('135790')).toMatchObject({ outcome: 'done' });
    expect(await findAssurance(context, caller, conversationId)).toBe('stepped-up');
    expect(JSON.stringify(await rows(tenantId))).not.toMatch(/135790|000000/);
  });
});

test('a key that may only read is refused, and another tenant finds nothing', async () => {
  const { run, call, tenantId } = await makeWorld();
  const other = await makeWorld();
  const reader: Caller = { kind: 'secret', tenantId, keyId: 'k', access: 'read' };
  await expect(run(call({ caller: reader }))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(other.run(other.call({ conversationId: call().conversationId }))).rejects.toMatchObject({
    code: 'not_found',
  });
});

const cancelling = {
  action: 'transfers.cancel',
  definition: definition({ idempotent: false, response: {}, timeoutMs: 3_000 }),
};

test(
  `${confirmations} confirmations with duplicates, lost answers and crashes have no doubled effect`,
  patience,
  async () => {
    const world = await makeWorld({ mode: 'moody' });
    const outcomes: string[] = [];
    const confirm = async (number: number) => {
      // What the bank counts by: the same for all sendings of one confirmed form, whatever key they carry.
      const reason = `confirmation-${world.tenantId}-${number}`;
      const kind = number % 2 === 0 ? { definition: definition({ timeoutMs: 3_000 }) } : cancelling;
      const asked = world.call({ fields: { card: 'c1', reason }, ...kind });
      if (number % 10 < 2) await world.crash(asked);
      const results = await Promise.all([world.run(asked), world.run(asked)]);
      const last = await world.run(asked);
      outcomes.push(last.outcome);
      expect(new Set([...results, last].map(({ attemptId }) => attemptId)).size).toBe(1);
    };
    const atOnce = 50;
    for (let begun = 0; begun < confirmations; begun += atOnce) {
      const numbers = Array.from({ length: Math.min(atOnce, confirmations - begun) }, (_, index) => begun + index);
      await Promise.all(numbers.map(confirm));
    }
    const counts = Object.entries((await bank()).byConfirmation).filter(([reason]) => reason.includes(world.tenantId));
    expect(counts.filter(([, times]) => times > 1)).toEqual([]);
    expect(await rows(world.tenantId)).toHaveLength(confirmations);
    // Not by doing nothing: most took effect, and what may be repeated came to a known end.
    expect(counts.length).toBeGreaterThan(confirmations * 0.5);
    expect(outcomes).toHaveLength(confirmations);
    expect(outcomes.filter((outcome) => outcome === 'done').length).toBeGreaterThan(confirmations * 0.4);
  },
);
