import { openConversation } from '../../e2e/support/customer.ts';
import type { DevFile } from '../../e2e/support/start-platform.ts';

export interface AnswerTimes {
  turnId: string;
  /** How the text came about, or `flow` for a step of a flow. */
  kind: string;
  tier: string;
  degraded: boolean;
  /** Milliseconds from sending to the first words. */
  firstMs: number;
  totalMs: number;
}

/** Asks all questions with this many clients side by side, each question in a conversation of its own. */
export async function askQuestions(
  dev: DevFile,
  questions: readonly string[],
  clients: number,
): Promise<AnswerTimes[]> {
  const waiting = [...questions];
  const times: AnswerTimes[] = [];
  const client = async () => {
    for (let question = waiting.shift(); question !== undefined; question = waiting.shift())
      times.push(await ask(dev, question));
  };
  await Promise.all(Array.from({ length: clients }, client));
  return times;
}

async function ask(dev: DevFile, question: string): Promise<AnswerTimes> {
  const customer = await openConversation(dev);
  const begun = performance.now();
  let firstMs: number | undefined;
  for await (const part of customer.stream(question)) {
    if (part.type === 'text-delta') firstMs ??= performance.now() - begun;
    if (part.type === 'error') throw new Error(`${question}: ${part.error.code}`);
    if (part.type !== 'turn-end') continue;
    const { turn, reply, route, decision } = part.answer;
    const totalMs = performance.now() - begun;
    return {
      turnId: turn.id,
      kind: decision === 'flow' ? 'flow' : reply.composition,
      tier: route.tier,
      degraded: reply.degraded,
      firstMs: firstMs ?? totalMs,
      totalMs,
    };
  }
  throw new Error(`${question}: the stream has no end.`);
}
