import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { finalAnswer, openConversation } from './support/customer.ts';
import { type DevFile, type Platform, startPlatform, waitFor } from './support/start-platform.ts';

let platform: Platform;
let dev: DevFile;

beforeAll(async () => {
  platform = await startPlatform({ name: 'guichet faults' });
  dev = platform.devFile();
});
afterAll(() => platform?.stop());

// The demo bank answers questions about exchange with composed text.
const composed = 'what rate will i get for euros';

/** Kills a process of the platform the hard way. */
function kill(name: keyof DevFile['pids']): number {
  const pid = platform.devFile().pids[name];
  if (pid === null) throw new Error(`No ${name} is running.`);
  process.kill(pid, 'SIGKILL');
  return pid;
}

/** Waits until another process has taken the place of the killed one. */
async function comeBack(name: keyof DevFile['pids'], killed: number): Promise<void> {
  await waitFor(() => {
    const pid = platform.devFile().pids[name];
    return pid !== null && pid !== killed ? true : undefined;
  }, `a new ${name}`);
}

async function ready(): Promise<void> {
  const address = `${dev.inference}/readyz`;
  await waitFor(async () => ((await fetch(address).catch(() => null))?.ok ? true : undefined), 'the inference service');
}

describe('a generator killed while it answers', () => {
  test('leaves a whole answer of approved text that says so, and the next answer is as ever', async () => {
    const customer = await openConversation(dev);
    const parts = customer.stream(composed);
    let killed = 0;
    const seen = [];
    for await (const part of parts) {
      seen.push(part);
      if (part.type === 'route-set') killed = kill('generator');
    }
    const last = seen.at(-1);
    if (last?.type !== 'turn-end') throw new Error('The stream has no end.');
    expect(last.answer.reply).toMatchObject({ degraded: true });
    expect(last.answer.reply.text).toMatch(/live market rate/);
    expect(last.answer.reply.sources).toEqual([expect.objectContaining({ articleId: 'exchange-rate' })]);
    await comeBack('generator', killed);
    await ready();
    const next = await finalAnswer(customer.stream(composed));
    expect(next.reply.degraded).toBe(false);
  });

  test('shows the customer the same text later as was streamed', async () => {
    const customer = await openConversation(dev);
    let streamed = '';
    for await (const part of customer.stream(composed)) {
      if (part.type === 'route-set') kill('generator');
      if (part.type === 'text-delta') streamed += part.delta;
    }
    const [, reply] = await customer.history();
    expect(reply?.text).toBe(streamed);
    await ready();
  });
});

describe('an encoder killed while it reads', () => {
  test('is done without: every question gets an answer, and the next ones go by the encoder again', async () => {
    const customer = await openConversation(dev);
    const unsure = 'the thing you folks mailed never showed up at my flat';
    const running = Promise.all([0, 1, 2].map((n) => customer.ask(`${unsure} ${n}`, `kill-${n}`)));
    const killed = kill('encoder');
    for (const answer of await running) expect(answer.reply.text).not.toBe('');
    await comeBack('encoder', killed);
    await ready();
    const next = await customer.ask(unsure);
    expect(next).toMatchObject({ route: { tier: 'encoder' }, reply: { degraded: false } });
  });
});

describe('a gateway killed between two messages', () => {
  test('comes back with the whole history, and the conversation goes on', async () => {
    const customer = await openConversation(dev);
    await customer.ask('can i get a refund');
    const before = await customer.history();
    const killed = kill('gateway');
    await comeBack('gateway', killed);
    await waitFor(
      async () => ((await fetch(`${dev.gateway}/livez`).catch(() => null))?.ok ? true : undefined),
      'the gateway',
    );
    expect(await customer.history()).toEqual(before);
    const next = await customer.ask('thanks');
    expect(next.turn.seq).toBe(3);
  });

  test('leaves no message without an answer when it dies in the middle of one', async () => {
    const customer = await openConversation(dev);
    const parts = customer.stream(composed, 'cut-1');
    await parts.next();
    const killed = kill('gateway');
    await parts.next().catch(() => {});
    await comeBack('gateway', killed);
    const again = await waitFor(async () => customer.ask(composed, 'cut-1').catch(() => undefined), 'the answer');
    expect(again.reply.text).not.toBe('');
    const history = await customer.history();
    expect(history.map((message) => message.role)).toEqual(['customer', 'assistant']);
  });
});

describe('the same message sent twice at once', () => {
  test('is one turn with one answer', async () => {
    const customer = await openConversation(dev);
    const [first, second] = await Promise.all([
      customer.ask('how do i change my pin', 'twice'),
      customer.ask('how do i change my pin', 'twice'),
    ]);
    expect(first).toEqual(second);
    expect(await customer.history()).toHaveLength(2);
  });
});

describe('the inference service', () => {
  test('answers nobody without the service token', async () => {
    for (const path of ['/v1/understand', '/v1/embed', '/v1/generate', '/v1/status', '/metrics']) {
      const method = path.startsWith('/v1/') && path !== '/v1/status' ? 'POST' : 'GET';
      const response = await fetch(`${dev.inference}${path}`, { method });
      expect(response.status, path).toBe(401);
      expect(await response.json()).toMatchObject({ error: { code: 'unauthenticated' } });
    }
  });
});
