import { type ActionRequest, type TryOutcome, tryAction } from './try-action.ts';

export interface SendInput extends Omit<ActionRequest, 'headers'> {
  /** New ones for each try: a signature ages. */
  sign(): Promise<Record<string, string>>;
  /** Whether it may be sent again where no answer came. */
  repeatable: boolean;
  /** Unix milliseconds. */
  deadline: number;
}

export interface SendOptions {
  fetch: typeof globalThis.fetch;
  now(): number;
  wait(milliseconds: number): Promise<void>;
}

/** How often one action is sent at most. */
export const mostTries = 3;
const waitsMs = [100, 400];
/** Less than this is no time for an answer. */
const leastMs = 50;

/** Sends a request until an answer comes, within its deadline; more than once only where that is harmless. */
export async function sendAction(
  { fetch, now, wait }: SendOptions,
  { sign, repeatable, deadline, ...request }: SendInput,
): Promise<{ answer: TryOutcome; sent: number }> {
  let answer: TryOutcome = { outcome: 'timeout' };
  let sent = 0;
  while (sent < (repeatable ? mostTries : 1)) {
    const timeoutMs = Math.min(request.timeoutMs, deadline - now());
    if (timeoutMs < leastMs) break;
    answer = await tryAction(fetch, { ...request, timeoutMs, headers: await sign() });
    sent += 1;
    if (answer.outcome !== 'timeout') break;
    await wait(waitsMs[sent - 1] ?? 0);
  }
  return { answer, sent };
}
