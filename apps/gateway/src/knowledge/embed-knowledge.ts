import { CodedError } from '@guichet/protocol/coded-error';
import { embedMissing } from '@guichet/services/passage/embed-missing';
import type { Caller } from '@guichet/services/security/caller';
import type { Services } from '../services.ts';

export interface EmbedKnowledgeOptions {
  caller: Caller;
  requestId: string;
  traceparent: string;
  budgetMs: number;
}

const statusBudgetMs = 2_000;
const callBudgetMs = 60_000;

/**
 * Gives vectors to the tenant's passages that lack one of the present encoder. Gives back how many still wait, or `undefined`
 * where the inference service is away: search then goes by words until a later run finds it.
 */
export async function embedKnowledge(
  { context, inference, now }: Services,
  options: EmbedKnowledgeOptions,
): Promise<number | undefined> {
  const { caller, requestId, traceparent, budgetMs } = options;
  const call = { tenantId: caller.tenantId, requestId, traceparent, budgetMs: callBudgetMs };
  try {
    const { encoder } = await inference.status(statusBudgetMs);
    if (encoder.model === null || encoder.state !== 'ready') return undefined;
    return await embedMissing(context, caller, {
      model: `${encoder.model.name} ${encoder.model.version}`,
      embed: async (texts) => (await inference.embed(call, texts)).embeddings,
      until: now() + budgetMs,
    });
  } catch (error) {
    if (error instanceof CodedError && error.code !== 'internal' && error.code !== 'database_unavailable')
      return undefined;
    throw error;
  }
}
