import { redact } from '@guichet/guardrails/redact';
import { CodedError } from '@guichet/protocol/coded-error';
import { embeddingsRequest, embeddingsResponse } from '@guichet/protocol/openai';
import { requirePermission } from '@guichet/services/security/require-permission';
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { GatewayEnv } from '../../gateway-variables.ts';
import { authenticate } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/read-body.ts';
import { requireModel } from '../../openai/models.ts';
import type { Services } from '../../services.ts';
import { json, refusals } from '../contract.ts';

const maxBytes = 2_000_000;
const budgetMs = 60_000;

/** `POST /v1/embeddings`: the encoder's vectors, in OpenAI's shape. */
export function registerCreateEmbeddings(app: OpenAPIHono<GatewayEnv>, services: Services): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/embeddings',
    operationId: 'createEmbeddings',
    summary: 'Texts as vectors of unit length',
    tags: ['OpenAI-compatible'],
    security: [{ secretKey: [] }],
    middleware: [authenticate(services), readBody({ maxBytes })] as const,
    request: { body: { content: { 'application/json': { schema: embeddingsRequest } }, required: true } },
    responses: {
      200: json(embeddingsResponse, 'The vectors, in the order of the texts'),
      ...refusals({
        body: true,
        codes: ['not_found', 'queue_full', 'upstream_unavailable', 'engine_unavailable', 'deadline_exceeded'],
      }),
    },
  });
  app.openapi(route, async (c) => {
    const { model, input, encoding_format: format, dimensions, input_type: kind } = c.req.valid('json');
    requirePermission(c.get('caller'), 'completion.create');
    requireModel(model);
    const texts = (typeof input === 'string' ? [input] : input).map((text) => redact(requireText(text)).text);
    const { tenantId } = c.get('caller');
    const call = { tenantId, requestId: c.get('requestId'), traceparent: c.get('traceparent'), budgetMs };
    const { embeddings, dimensions: width, tokens } = await services.inference.embed(call, texts, kind ?? 'passage');
    if (dimensions != null && dimensions !== width)
      throw new CodedError('invalid_request', `dimensions: this model's vectors have ${width} numbers.`);
    const data = embeddings.map((vector, index) => ({
      object: 'embedding' as const,
      index,
      embedding: format === 'base64' ? toBase64(vector) : vector,
    }));
    const usage = { prompt_tokens: tokens, total_tokens: tokens };
    return c.json({ object: 'list' as const, model, data, usage }, 200);
  });
}

/** Throws `invalid_request` for what has nothing to embed, or half a character, which no tokenizer can read. */
function requireText(text: string): string {
  if (text.trim() === '') throw new CodedError('invalid_request', 'input: a text is empty.');
  if (text.isWellFormed()) return text;
  throw new CodedError('invalid_request', 'input: a text holds half a character (a lone surrogate).');
}

/** float32, little-endian, as OpenAI's clients ask for by default. */
function toBase64(vector: readonly number[]): string {
  return btoa(String.fromCharCode(...new Uint8Array(new Float32Array(vector).buffer)));
}
