import { messageRequest, turnAnswer } from '@guichet/protocol/message';
import { type StreamPart, streamPart } from '@guichet/protocol/stream';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import { keepAlive } from '../../middleware/log-request.ts';
import { readBody } from '../../middleware/read-body.ts';
import type { Services } from '../../services.ts';
import { collectAnswer } from '../../turn/collect-answer.ts';
import { type DetachedStream, detach } from '../../turn/detach.ts';
import { turnBudgetMs } from '../../turn/limits.ts';
import { openTurn } from '../../turn/open-turn.ts';
import type { TurnCall } from '../../turn/turn-call.ts';
import { refusals } from '../contract.ts';
import { chooseMedia } from './choose-media.ts';

/** Answers a customer's message, as a stream of parts or as one piece of JSON. */
export function registerSendMessage(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/conversations/{id}/messages',
    operationId: 'sendMessage',
    summary: 'Send a message and get its answer',
    security: [{ secretKey: [] }, { sessionToken: [] }],
    middleware: [authenticate(services), readBody()] as const,
    request: {
      params: z.object({ id: z.string() }),
      body: { content: { 'application/json': { schema: messageRequest } }, required: true },
    },
    responses: {
      200: {
        description: 'The answer; with accept: text/event-stream its parts as they come about',
        content: { 'application/json': { schema: turnAnswer }, 'text/event-stream': { schema: streamPart } },
      },
      ...refusals({
        body: true,
        codes: [
          'not_found',
          'not_acceptable',
          'text_too_long',
          'idempotency_conflict',
          'turn_running',
          'deadline_exceeded',
        ],
      }),
    },
  });
  app.openapi(route, async (c) => {
    const media = chooseMedia(c.req.header('accept'));
    const call = toCall(c, services, c.req.valid('param').id);
    const stream = detach(await openTurn(services, call, c.req.valid('json')));
    c.set('finished', stream.finished);
    keepAlive(c, stream.finished);
    if (media === 'stream') return answerStream(c, stream);
    return c.json(await collectAnswer(stream.parts), 200);
  });
}

function toCall(c: Context<GatewayEnv>, services: Services, conversationId: string): TurnCall {
  return {
    caller: c.get('caller'),
    settings: c.get('settings'),
    conversationId,
    requestId: c.get('requestId'),
    traceparent: c.get('traceparent'),
    begunAt: services.context.now(),
    deadline: services.context.now() + turnBudgetMs,
    event: c.get('event'),
  };
}

/** The turn runs by itself: a customer who closes the page still finds the whole answer later. */
function answerStream(c: Context, { parts }: DetachedStream<StreamPart>): Response {
  c.header('cache-control', 'no-store');
  return streamSSE(c, async (stream) => {
    let id = 0;
    for await (const part of parts) {
      if (stream.aborted) return;
      id += 1;
      await stream.writeSSE({ id: String(id), event: part.type, data: JSON.stringify(part) });
    }
  });
}
