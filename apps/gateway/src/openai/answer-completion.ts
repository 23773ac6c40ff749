import type { OpenaiUsage } from '@guichet/protocol/openai';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { GatewayEnv } from '../gateway-variables.ts';
import { answerBody, toCoded } from '../middleware/answer-error.ts';
import type { AnswerEnd, AnswerPieces } from './answer-pieces.ts';

/** What differs between chat and plain completions. */
export interface CompletionShape {
  /** The whole answer. */
  whole(text: string, end: AnswerEnd): object;
  /** A choice of a chunk: the first, a piece of text, or the last. */
  delta(piece: { first: true } | { text: string } | { finishReason: AnswerEnd['finishReason'] }): object;
  chunkObject: string;
}

export interface CompletionOptions {
  pieces: AnswerPieces;
  shape: CompletionShape;
  id: string;
  model: string;
  created: number;
  includeUsage: boolean;
}

/** The whole answer as one piece of JSON. */
export async function collectCompletion({ pieces, shape, id, model, created }: CompletionOptions): Promise<object> {
  let text = '';
  let piece = await pieces.next();
  for (; piece.done !== true; piece = await pieces.next()) text += piece.value;
  return {
    id,
    created,
    model,
    ...shape.whole(text, piece.value),
    usage: toUsage(piece.value),
    ...extension(piece.value),
  };
}

/** The answer as chunks, with `[DONE]` at the end. The first piece is awaited before the head is sent, so that early errors keep their status. */
export async function streamCompletion(c: Context<GatewayEnv>, options: CompletionOptions): Promise<Response> {
  const { pieces, shape, id, model, created, includeUsage } = options;
  const firstPiece = await pieces.next();
  c.header('cache-control', 'no-store');
  return streamSSE(c, async (stream) => {
    const common = { id, object: shape.chunkObject, created, model };
    // With usage asked for, every chunk carries the field; only the last one fills it.
    const usage = includeUsage ? { usage: null } : {};
    const send = (data: object) => stream.writeSSE({ data: JSON.stringify(data) });
    const choice = (piece: Parameters<CompletionShape['delta']>[0], finish: string | null = null, more = {}) =>
      send({
        ...common,
        choices: [{ index: 0, ...shape.delta(piece), logprobs: null, finish_reason: finish }],
        ...usage,
        ...more,
      });
    try {
      await choice({ first: true });
      let piece = firstPiece;
      for (; piece.done !== true; piece = await pieces.next())
        if (piece.value !== '') await choice({ text: piece.value });
      const { finishReason } = piece.value;
      await choice({ finishReason }, finishReason, extension(piece.value));
      if (includeUsage) await send({ ...common, choices: [], usage: toUsage(piece.value) });
      await stream.writeSSE({ data: '[DONE]' });
    } catch (error) {
      await send(answerBody(toCoded(error), c.get('requestId')));
    }
  });
}

function toUsage({ usage: { promptTokens, completionTokens } }: AnswerEnd): OpenaiUsage {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

function extension({ guichet }: AnswerEnd): object {
  return guichet === undefined ? {} : { guichet };
}
