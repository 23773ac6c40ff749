import { CodedError } from '@guichet/protocol/coded-error';
import { type ErrorCode, errorBody } from '@guichet/protocol/errors';
import type { GenerateRequest, GenerationPart } from '@guichet/protocol/generate';
import { type InferenceStatus, inferenceStatus } from '@guichet/protocol/inference-status';
import { type EmbedResponse, type EncoderResponse, embedResponse, encoderResponse } from '@guichet/protocol/understand';
import type { z } from 'zod';
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts';
import { readGeneration } from './read-generation.ts';
import { createTenantSigner } from './sign-tenant.ts';

/** For whom and how long a call may run. */
export interface InferenceCall {
  tenantId: string;
  requestId: string;
  traceparent: string;
  /** Milliseconds from now after which nobody waits any more. */
  budgetMs: number;
  signal?: AbortSignal;
}

/** The inference service. Every method throws coded errors only; a service known to be down costs no time. */
export interface InferenceClient {
  understand(call: InferenceCall, text: string): Promise<EncoderResponse>;
  embed(call: InferenceCall, texts: string[], kind?: 'query' | 'passage'): Promise<EmbedResponse>;
  generate(call: InferenceCall, request: GenerateRequest): AsyncGenerator<GenerationPart>;
  status(budgetMs: number): Promise<InferenceStatus>;
}

export interface InferenceClientOptions {
  url: string;
  token: string;
  fetch: typeof fetch;
  now(): number;
}

// A refused request or a full queue come from a living service: nobody can close it for others by sending bad input.
const sick = new Set<ErrorCode>([
  'upstream_unavailable',
  'engine_unavailable',
  'model_missing',
  'deadline_exceeded',
  'internal',
]);

/** A client of the inference service at `url`. */
export function createInferenceClient({ url, token, fetch, now }: InferenceClientOptions): InferenceClient {
  const signTenant = createTenantSigner(token, now);
  const encoder = createCircuitBreaker({ now });
  const generator = createCircuitBreaker({ now });
  const post = async (path: string, call: InferenceCall, body: unknown): Promise<Response> => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'x-guichet-tenant': await signTenant(call.tenantId),
        'x-deadline-ms': String(Math.max(1, Math.floor(call.budgetMs))),
        'x-request-id': call.requestId,
        traceparent: call.traceparent,
      },
      body: JSON.stringify(body),
      signal: limit(call),
    });
    if (!response.ok) throw await toError(response);
    return response;
  };
  const ask = <Schema extends z.ZodType>(path: string, call: InferenceCall, body: unknown, schema: Schema) =>
    guarded(encoder, async () => schema.parse(await (await post(path, call, body)).json()));

  return {
    understand: (call, text) => ask('/v1/understand', call, { texts: [text] }, encoderResponse),
    embed: (call, texts, kind = 'passage') => ask('/v1/embed', call, { texts, kind }, embedResponse),
    async *generate(call, request) {
      const parts = await guarded(generator, async () => {
        const { body } = await post('/v1/generate', call, request);
        if (body === null) throw new CodedError('upstream_unavailable', 'The inference service gave no answer.');
        return readGeneration(body);
      });
      yield* guardedParts(generator, parts);
    },
    async status(budgetMs) {
      const response = await fetch(`${url}/v1/status`, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(budgetMs),
      }).catch((cause) => Promise.reject(unavailable(cause)));
      if (!response.ok) throw await toError(response);
      return inferenceStatus.parse(await response.json());
    },
  };
}

function limit({ budgetMs, signal }: InferenceCall): AbortSignal {
  const timeout = AbortSignal.timeout(Math.max(1, budgetMs));
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
}

async function guarded<Result>(breaker: CircuitBreaker, work: () => Promise<Result>): Promise<Result> {
  if (!breaker.allows()) throw new CodedError('upstream_unavailable', 'The inference service is known to be down.');
  try {
    const result = await work();
    breaker.record(true);
    return result;
  } catch (error) {
    const coded = unavailable(error);
    breaker.record(!sick.has(coded.code));
    throw coded;
  }
}

async function* guardedParts(
  breaker: CircuitBreaker,
  parts: AsyncGenerator<GenerationPart>,
): AsyncGenerator<GenerationPart> {
  try {
    yield* parts;
  } catch (error) {
    const coded = unavailable(error);
    breaker.record(!sick.has(coded.code));
    throw coded;
  }
}

function unavailable(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const late = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
  return late
    ? new CodedError('deadline_exceeded', 'The inference service did not answer in time.', { cause: error })
    : new CodedError('upstream_unavailable', 'The inference service cannot be reached.', { cause: error });
}

async function toError(response: Response): Promise<CodedError> {
  const parsed = errorBody.safeParse(await response.json().catch(() => null));
  if (!parsed.success) return new CodedError('upstream_unavailable', `The inference service said ${response.status}.`);
  return new CodedError(parsed.data.error.code, parsed.data.error.message);
}
