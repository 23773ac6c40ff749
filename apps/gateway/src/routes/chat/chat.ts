import { initialState } from '@guichet/dialogue/dialogue-state';
import { chatAnswer, chatRequest } from '@guichet/protocol/chat';
import { streamPart } from '@guichet/protocol/stream';
import { createConversation } from '@guichet/services/conversation/create-conversation';
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/read-body.ts';
import { readSampling } from '../../openai/read-sampling.ts';
import type { Services } from '../../services.ts';
import { answerTurn } from '../../turn/answer-turn.ts';
import { callOfRequest } from '../../turn/call-of-request.ts';
import { openTurn } from '../../turn/open-turn.ts';
import { refusals } from '../contract.ts';
import { chooseMedia } from '../messages/choose-media.ts';

/** `POST /v1/chat`: a message in one call, for servers. Without a conversation's id it opens one. */
export function registerChat(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/chat',
    tags: ['Conversations'],
    operationId: 'chat',
    summary: 'Send a message, in a new conversation or an old one',
    security: [{ secretKey: [] }],
    middleware: [authenticate(services), readBody()] as const,
    request: { body: { content: { 'application/json': { schema: chatRequest } }, required: true } },
    responses: {
      200: {
        description: 'The answer; with accept: text/event-stream its parts, the conversation in x-conversation-id',
        content: { 'application/json': { schema: chatAnswer }, 'text/event-stream': { schema: streamPart } },
      },
      ...refusals({
        body: true,
        codes: [
          'not_found',
          'not_acceptable',
          'text_too_long',
          'idempotency_conflict',
          'turn_running',
          'part_not_served',
        ],
      }),
    },
  });
  app.openapi(route, async (c) => {
    const { conversationId: known, text, clientMessageId, ...parameters } = c.req.valid('json');
    const stream = chooseMedia(c.req.header('accept')) === 'stream';
    const call = callOfRequest(c, services);
    const sampling = readSampling(parameters);
    const conversationId =
      known ?? (await createConversation(services.context, call.caller, { state: initialState })).id;
    const message = clientMessageId === undefined ? { text } : { text, clientMessageId };
    const parts = await openTurn(services, { ...call, conversationId, sampling }, message);
    c.header('x-conversation-id', conversationId);
    return answerTurn(c, parts, { stream, toBody: (answer) => ({ conversationId, ...answer }) });
  });
}
