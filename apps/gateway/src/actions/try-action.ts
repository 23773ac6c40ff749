import type { z } from 'zod';
import { readLimited } from './read-limited.ts';
import { envelope } from './response-schema.ts';

export interface ActionRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
  result: z.ZodType<Record<string, unknown>>;
}

/**
 * What came of sending a request once. `timeout`: no answer at all, or one of a server in trouble; nobody knows what happened.
 * `invalid`: an answer that cannot be understood.
 */
export type TryOutcome =
  | { outcome: 'done'; result: Record<string, unknown> }
  | { outcome: 'failed'; code: string }
  | { outcome: 'timeout' | 'invalid' };

/** No answer of an institution needs more. */
const mostBytes = 64 * 1_024;

/** Sends a request once. Follows no redirect, reads 64 KiB at most, and never throws for what the other side does. */
export async function tryAction(fetch: typeof globalThis.fetch, request: ActionRequest): Promise<TryOutcome> {
  const { url, headers, body, timeoutMs, result } = request;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    return await readAnswer(response, result);
  } catch {
    return { outcome: 'timeout' };
  }
}

async function readAnswer(response: Response, result: ActionRequest['result']): Promise<TryOutcome> {
  const { status } = response;
  if (status !== 200) {
    await response.body?.cancel();
    if (status >= 500 || status === 408 || status === 429) return { outcome: 'timeout' };
    // What was refused did nothing; anything else is no answer to our request.
    return status >= 400 ? { outcome: 'failed', code: 'refused' } : { outcome: 'invalid' };
  }
  const bytes = await readLimited(response, mostBytes);
  const answer = envelope.safeParse(parseJson(bytes));
  if (!answer.success) return { outcome: 'invalid' };
  if (answer.data.status === 'failed') return { outcome: 'failed', code: answer.data.code };
  const checked = result.safeParse(answer.data.result ?? {});
  return checked.success ? { outcome: 'done', result: checked.data } : { outcome: 'invalid' };
}

function parseJson(bytes: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    return undefined;
  }
}
