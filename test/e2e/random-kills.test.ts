import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConversation } from './support/customer.ts';
import { type DevFile, type Platform, sleep, startPlatform } from './support/start-platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ name: 'guichet kills' });
});
afterAll(() => platform?.stop());

const questions = [
  'what rate will i get for euros',
  '我的卡丢了',
  'the thing you mailed never showed up',
  'can i get a refund',
  'write a poem',
  'agent',
];
const victims = ['gateway', 'inference', 'encoder', 'generator'] as const;
const rounds = 12;
const patienceMs = 60_000;

/** Numbers in [0, 1) that a seed repeats (mulberry32), so that a failure can be looked at again. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function persistently<Value>(work: () => Promise<Value>): Promise<Value> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(300);
    }
  }
}

test('whatever is killed whenever, every message has one answer and none is lost', { timeout: 400_000 }, async () => {
  const seed = Date.now() % 1_000_000;
  const random = createRandom(seed);
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value;
  const customer = await openConversation(platform.devFile());
  for (let round = 0; round < rounds; round += 1) {
    const id = `round-${round}`;
    const text = pick(questions);
    const answer = persistently(() => customer.ask(text, id));
    await sleep(random() * 500);
    const victim: keyof DevFile['pids'] = pick(victims);
    const pid = platform.devFile().pids[victim];
    if (pid !== null) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It had gone with its parent.
      }
    }
    const { reply } = await answer;
    expect(reply.text, `seed ${seed}, round ${round}, killed ${victim}`).not.toBe('');
  }
  const history = await persistently(() => customer.history());
  const asked = history.filter((message) => message.role === 'customer');
  expect(
    asked.map((message) => message.clientMessageId),
    `seed ${seed}`,
  ).toEqual(Array.from({ length: rounds }, (_, round) => `round-${round}`));
  for (const { id } of asked)
    expect(
      history.filter((message) => message.inReplyTo === id),
      `seed ${seed}`,
    ).toHaveLength(1);
  expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index + 1));
});
