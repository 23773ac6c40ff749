import {
  type ChatCompletionRequest,
  chatCompletion,
  chatCompletionRequest,
  completion,
  completionRequest,
} from '@guichet/protocol/openai';
import { requirePermission } from '@guichet/services/security/require-permission';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import { keepAlive } from '../../middleware/log-request.ts';
import { readBody } from '../../middleware/read-body.ts';
import { type CompletionShape, collectCompletion, streamCompletion } from '../../openai/answer-completion.ts';
import { answerPieces } from '../../openai/answer-pieces.ts';
import { requireModel } from '../../openai/models.ts';
import { readMessages } from '../../openai/read-messages.ts';
import { readSampling } from '../../openai/read-sampling.ts';
import { chatShape, textShape } from '../../openai/shapes.ts';
import type { Services } from '../../services.ts';
import { callOfRequest } from '../../turn/call-of-request.ts';
import { refusals } from '../contract.ts';

const maxBytes = 512_000;

/** `POST /v1/chat/completions` and `POST /v1/completions`: the product behind OpenAI's shapes. */
export function registerCompletions(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const shared = {
    method: 'post' as const,
    tags: ['OpenAI-compatible'],
    security: [{ secretKey: [] }],
  };
  const chat = createRoute({
    ...shared,
    path: '/v1/chat/completions',
    operationId: 'createChatCompletion',
    summary: 'Answer the last of a list of messages',
    middleware: [authenticate(services), readBody({ maxBytes })] as const,
    request: { body: { content: { 'application/json': { schema: chatCompletionRequest } }, required: true } },
    responses: answers(chatCompletion),
  });
  const text = createRoute({
    ...shared,
    path: '/v1/completions',
    operationId: 'createCompletion',
    summary: 'Answer a text',
    middleware: [authenticate(services), readBody({ maxBytes })] as const,
    request: { body: { content: { 'application/json': { schema: completionRequest } }, required: true } },
    responses: answers(completion),
  });
  app.openapi(chat, (c) => answer(c, services, c.req.valid('json'), chatShape));
  app.openapi(text, (c) => {
    const { prompt, ...rest } = c.req.valid('json');
    const content = typeof prompt === 'string' ? prompt : (prompt[0] ?? '');
    return answer(c, services, { ...rest, messages: [{ role: 'user', content }] }, textShape);
  });
}

function answers(schema: z.ZodType) {
  return {
    200: {
      description: 'The answer; with "stream": true as chunks, ended by [DONE]',
      content: { 'application/json': { schema }, 'text/event-stream': { schema: z.string() } },
    },
    ...refusals({
      body: true,
      codes: [
        'not_found',
        'text_too_long',
        'part_not_served',
        'model_missing',
        'queue_full',
        'upstream_unavailable',
        'engine_unavailable',
        'deadline_exceeded',
      ],
    }),
  };
}

async function answer(
  c: Context<GatewayEnv>,
  services: Services,
  request: ChatCompletionRequest,
  shape: CompletionShape,
): Promise<Response> {
  const { model, messages, stream, stream_options: streamOptions, ...parameters } = request;
  requirePermission(c.get('caller'), 'completion.create');
  requireModel(model);
  const call = callOfRequest(c, services);
  const keep = (work: Promise<unknown>) => {
    c.set('finished', work);
    keepAlive(c, work);
  };
  const options = { model, messages: readMessages(messages), sampling: readSampling(parameters), keep };
  const id = services.context.newId(shape === chatShape ? 'chatcmpl' : 'cmpl');
  const completionOptions = {
    pieces: await answerPieces(services, call, options),
    shape,
    id,
    model,
    created: Math.floor(call.begunAt / 1000),
    includeUsage: streamOptions?.include_usage === true,
  };
  return stream === true ? streamCompletion(c, completionOptions) : c.json(await collectCompletion(completionOptions));
}
