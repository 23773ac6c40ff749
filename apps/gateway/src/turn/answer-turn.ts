import type { TurnAnswer } from '@guichet/protocol/message';
import type { StreamPart } from '@guichet/protocol/stream';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { GatewayEnv } from '../gateway-variables.ts';
import { keepAlive } from '../middleware/log-request.ts';
import { collectAnswer } from './collect-answer.ts';
import { detach } from './detach.ts';

/**
 * A turn's parts as server-sent events, or its answer as `toBody` makes it. The turn runs by itself: a customer who closes the page
 * still finds the whole answer later.
 */
export async function answerTurn(
  c: Context<GatewayEnv>,
  source: AsyncGenerator<StreamPart>,
  { stream, toBody }: { stream: boolean; toBody(answer: TurnAnswer): object },
): Promise<Response> {
  const { parts, finished } = detach(source);
  c.set('finished', finished);
  keepAlive(c, finished);
  if (!stream) return c.json(toBody(await collectAnswer(parts)), 200);
  c.header('cache-control', 'no-store');
  return streamSSE(c, async (events) => {
    let id = 0;
    for await (const part of parts) {
      if (events.aborted) return;
      id += 1;
      await events.writeSSE({ id: String(id), event: part.type, data: JSON.stringify(part) });
    }
  });
}
