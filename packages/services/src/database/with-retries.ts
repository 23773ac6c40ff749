import type { ServiceContext } from '../context.ts';
import { toCodedError } from './to-coded-error.ts';

const mostTries = 4;
const firstWaitMs = 50;
const longestWaitMs = 1_000;

/**
 * Runs statements that are safe to repeat (each keyed by an id of ours: after a lost connection nobody knows whether they were
 * committed), again with full jitter while the database is away. Throws coded errors only.
 */
export async function withRetries<Result>(context: ServiceContext, work: () => Promise<Result>): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      const coded = toCodedError(error);
      // An overloaded database is not helped by asking again at once: one more try, after the time it asked for.
      const overloaded = (coded.retryAfterSeconds ?? 0) > 1;
      if (!coded.retry || tried >= (overloaded ? 2 : mostTries)) throw coded;
      await context.wait(context.random() * Math.min(longestWaitMs, firstWaitMs * 2 ** tried));
    }
  }
}
