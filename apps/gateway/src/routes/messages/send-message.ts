import { messageRequest, turnAnswer } from '@guichet/protocol/message';
import { streamPart } from '@guichet/protocol/stream';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/read-body.ts';
import type { Services } from '../../services.ts';
import { answerTurn } from '../../turn/answer-turn.ts';
import { callOfRequest } from '../../turn/call-of-request.ts';
import { openTurn } from '../../turn/open-turn.ts';
import { refusals } from '../contract.ts';
import { chooseMedia } from './choose-media.ts';

/** Answers a customer's message, as a stream of parts or as one piece of JSON. */
export function registerSendMessage(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/conversations/{id}/messages',
    tags: ['Conversations'],
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
    const stream = chooseMedia(c.req.header('accept')) === 'stream';
    const call = { ...callOfRequest(c, services), conversationId: c.req.valid('param').id };
    const parts = await openTurn(services, call, c.req.valid('json'));
    return answerTurn(c, parts, { stream, toBody: (answer) => answer });
  });
}
