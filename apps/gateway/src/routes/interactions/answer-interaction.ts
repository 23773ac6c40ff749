import { interactionRequest } from '@guichet/protocol/interaction';
import { turnAnswer } from '@guichet/protocol/message';
import { streamPart } from '@guichet/protocol/stream';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/read-body.ts';
import type { Services } from '../../services.ts';
import { answerTurn } from '../../turn/answer-turn.ts';
import { callOfRequest } from '../../turn/call-of-request.ts';
import { openInteraction } from '../../turn/open-interaction.ts';
import { refusals } from '../contract.ts';
import { chooseMedia } from '../messages/choose-media.ts';

/** Takes the customer's answer to an interaction: a turn like that of a message. */
export function registerAnswerInteraction(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/conversations/{id}/interactions/{interactionId}',
    tags: ['Conversations'],
    operationId: 'answerInteraction',
    summary: 'Answer a form, a choice, a confirmation or a code field',
    security: [{ secretKey: [] }, { sessionToken: [] }],
    middleware: [authenticate(services), readBody()] as const,
    request: {
      params: z.object({ id: z.string(), interactionId: z.string() }),
      body: { content: { 'application/json': { schema: interactionRequest } }, required: true },
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
          'interaction_used',
          'interaction_expired',
          'idempotency_conflict',
          'turn_running',
          'deadline_exceeded',
        ],
      }),
    },
  });
  app.openapi(route, async (c) => {
    const stream = chooseMedia(c.req.header('accept')) === 'stream';
    const { id, interactionId } = c.req.valid('param');
    const call = { ...callOfRequest(c, services), conversationId: id };
    const parts = await openInteraction(services, call, { interactionId, request: c.req.valid('json') });
    return answerTurn(c, parts, { stream, toBody: (answer) => answer });
  });
}
