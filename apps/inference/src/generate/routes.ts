import { CodedError } from '@guichet/protocol/coded-error';
import { type GenerationPart, type GenerationSettings, generateRequest } from '@guichet/protocol/generate';
import { type Context, Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { GenerateCommand } from '../engine/messages.ts';
import { readJson } from '../middleware/read-json.ts';
import { readDeadline } from '../scheduler/deadline.ts';
import { type GeneratorService, requireModel, type Services } from '../services.ts';
import { buildPrompt } from './prompt.ts';
import { streamGeneration } from './stream-generation.ts';

const defaultDeadlineMs = 30_000;

/** `POST /v1/generate`: an answer from passages, as a stream of generation parts. */
export function generateRoutes(services: Services): Hono {
  return new Hono().post('/v1/generate', async (c) => {
    const settings = await readJson(c, generateRequest);
    const generator = requireModel(services.generator);
    if (generator.engine.state() !== 'ready') {
      throw new CodedError('engine_unavailable', 'The generator is starting.', { retryAfterSeconds: 2 });
    }
    const deadlineMs = readDeadline(c, defaultDeadlineMs);
    const leave = generator.admission.enter();
    return streamSSE(c, (stream) => answer({ stream, services, generator, settings, deadlineMs, c }).finally(leave));
  });
}

interface AnswerOptions {
  stream: SSEStreamingApi;
  services: Services;
  generator: GeneratorService;
  settings: GenerationSettings;
  deadlineMs: number;
  c: Context;
}

async function answer({ stream, services, generator, settings, deadlineMs, c }: AnswerOptions): Promise<void> {
  const { manifest, engine } = generator;
  const write = (part: GenerationPart) => stream.writeSSE({ event: part.type, data: JSON.stringify(part) });
  const left = new AbortController();
  stream.onAbort(() => left.abort());
  const begun = services.now();
  let first = true;
  try {
    const experts = settings.experts.map(({ name, gate }) => ({ name, gate, loaded: false, adapterVersion: null }));
    await write({ type: 'generation-start', model: { name: manifest.name, version: manifest.version }, experts });
    const command = toCommand(settings, services.nextId(), manifest);
    for await (const part of streamGeneration({ engine, command, deadlineMs, signal: left.signal })) {
      if (first) services.metrics.firstTokenSeconds.observe((services.now() - begun) / 1000);
      first = false;
      if (part.type === 'generation-end') services.metrics.generatedTokens.inc(part.usage.completionTokens);
      await write(part);
    }
  } catch (error) {
    const coded =
      error instanceof CodedError
        ? error
        : new CodedError('internal', 'The answer could not be written.', { cause: error });
    if (coded.code === 'internal')
      services.log({ event: 'error', requestId: c.get('requestId' as never), cause: String(coded.cause) });
    await write({
      type: 'error',
      error: { code: coded.code, message: coded.message, requestId: c.get('requestId' as never) },
    });
  }
}

function toCommand(settings: GenerationSettings, id: number, manifest: GeneratorService['manifest']): GenerateCommand {
  const { maxTokens, temperature, topP, topK, repetitionPenalty, seed, stop } = settings;
  return {
    type: 'generate',
    id,
    ...buildPrompt(settings, manifest.generator.chatTemplate),
    settings: { maxTokens, temperature, topP, topK, repetitionPenalty, seed, stop },
  };
}
