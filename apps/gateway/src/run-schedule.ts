import { phrase } from '@guichet/dialogue/phrases';
import { findTenantsToEmbed } from '@guichet/services/passage/embed-missing';
import { sweepOrphans } from '@guichet/services/turn/sweep-orphans';
import { embedKnowledge } from './knowledge/embed-knowledge.ts';
import { describeCause, toCoded } from './middleware/answer-error.ts';
import type { Services } from './services.ts';

const sweepsARun = 3;
const sweepIntervalMs = 20_000;
const sweepLimit = 50;
const statusBudgetMs = 2_000;
/** Short of a minute, so that no two runs do the same work. */
const embedBudgetMs = 50_000;

/**
 * What a minute's cron does: closes turns whose runner is gone, several times so that none stays open for a minute, and gives
 * passages the vectors they still lack.
 */
export async function runSchedule(services: Services): Promise<void> {
  await Promise.all([quietly(services, 'embed', () => embedWaiting(services)), sweep(services)]);
}

async function sweep(services: Services): Promise<void> {
  for (let run = 0; run < sweepsARun; run += 1) {
    if (run > 0) await services.context.wait(sweepIntervalMs);
    await quietly(services, 'sweep', () =>
      sweepOrphans(services.context, {
        apology: (settings, language) => phrase('interrupted', settings, language),
        limit: sweepLimit,
      }),
    );
  }
}

async function embedWaiting(services: Services): Promise<number> {
  const { encoder } = await services.inference.status(statusBudgetMs);
  if (encoder.model === null) return 0;
  const tenants = await findTenantsToEmbed(services.context, `${encoder.model.name} ${encoder.model.version}`);
  for (const tenantId of tenants) {
    await embedKnowledge(services, {
      caller: { kind: 'system', tenantId },
      requestId: services.context.newId('cron'),
      traceparent: '',
      budgetMs: embedBudgetMs,
    });
  }
  return tenants.length;
}

/** One failed task must not keep the next from running; what happened is logged where there was something. */
async function quietly(services: Services, task: string, work: () => Promise<number>): Promise<void> {
  try {
    const count = await work();
    if (count > 0) services.log({ event: 'schedule', task, count });
  } catch (error) {
    const { code, cause } = toCoded(error);
    services.log({ event: 'schedule', task, errorCode: code, cause: describeCause(cause) });
  }
}
