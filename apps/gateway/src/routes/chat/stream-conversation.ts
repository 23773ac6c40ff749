import { CodedError } from '@guichet/protocol/coded-error';
import { conversationMessage } from '@guichet/protocol/conversation';
import { listMessages } from '@guichet/services/conversation/list-messages';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { answerBody, toCoded } from '../../middleware/answer-error.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import type { Services } from '../../services.ts';
import { refusals } from '../contract.ts';

const pollMs = 500;
const heartbeatMs = 15_000;
/** Then the stream ends, and the reader comes back with the last event's id. */
const longestMs = 5 * 60_000;
const pageSize = 100;

/** `GET /v1/stream`: a conversation's messages as they are stored, from the last one that the reader has. */
export function registerStreamConversation(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/stream',
    tags: ['Conversations'],
    operationId: 'streamConversation',
    summary: 'Follow a conversation',
    security: [{ secretKey: [] }, { sessionToken: [] }],
    middleware: [authenticate(services)] as const,
    request: {
      query: z.strictObject({ conversationId: z.string().min(1).max(100) }),
      headers: z.object({ 'last-event-id': z.string().optional() }),
    },
    responses: {
      200: {
        description: 'Events "message" with the id of their seq; send last-event-id to go on after it',
        content: { 'text/event-stream': { schema: conversationMessage } },
      },
      ...refusals({ codes: ['not_found', 'invalid_request', 'unknown_field'] }),
    },
  });
  app.openapi(route, async (c) => {
    const { conversationId } = c.req.valid('query');
    const { context } = services;
    const caller = c.get('caller');
    const read = (after: number) => listMessages(context, caller, { conversationId, after, limit: pageSize });
    let after = readLastEventId(c.req.header('last-event-id'));
    let page = await read(after);
    const until = context.now() + longestMs;
    c.header('cache-control', 'no-store');
    return streamSSE(c, async (events) => {
      let spokenAt = context.now();
      try {
        while (!events.aborted && context.now() < until) {
          for (const message of page.data) {
            await events.writeSSE({ id: String(message.seq), event: 'message', data: JSON.stringify(message) });
            after = message.seq;
            spokenAt = context.now();
          }
          if (!page.hasMore) await context.wait(pollMs);
          if (context.now() - spokenAt >= heartbeatMs) {
            await events.write(': still here\n\n');
            spokenAt = context.now();
          }
          page = await read(after);
        }
      } catch (error) {
        await events.writeSSE({ event: 'error', data: JSON.stringify(answerBody(toCoded(error), c.get('requestId'))) });
      }
    });
  });
}

function readLastEventId(header: string | undefined): number {
  if (header === undefined || header === '') return 0;
  if (/^\d{1,15}$/.test(header)) return Number(header);
  throw new CodedError('invalid_request', 'last-event-id: the id of an event of this stream, a whole number.');
}
