import { CodedError } from '@guichet/protocol/coded-error';
import { type EmbedResponse, type EncoderResponse, embedRequest, encoderRequest } from '@guichet/protocol/understand';
import { Hono } from 'hono';
import { readJson } from '../middleware/read-json.ts';
import { readDeadline } from '../scheduler/deadline.ts';
import { type EncoderService, requireModel, type Services } from '../services.ts';

const defaultDeadlineMs = 5_000;
const embedDeadlineMs = 60_000;

/** `POST /v1/understand` and `POST /v1/embed`: what the encoder makes of texts. */
export function understandRoutes(services: Services): Hono {
  return new Hono()
    .post('/v1/understand', async (c) => {
      const { texts } = await readJson(c, encoderRequest);
      const { queue, manifest } = requireModel(services.encoder);
      const encoded = await queue.encode('query', texts, readDeadline(c, defaultDeadlineMs));
      const results = encoded.flatMap((result) => (result.kind === 'query' ? [result.understanding] : []));
      return c.json({
        model: modelOf(manifest),
        thresholds: manifest.encoder.thresholds,
        results,
      } satisfies EncoderResponse);
    })
    .post('/v1/embed', async (c) => {
      const { texts, kind } = await readJson(c, embedRequest);
      const { queue, manifest } = requireModel(services.encoder);
      const encoded = await queue.encode(kind, texts, readDeadline(c, embedDeadlineMs));
      const embeddings = encoded.map((result) =>
        result.kind === 'query' ? result.understanding.embedding : result.embedding,
      );
      const dimensions = embeddings[0]?.length ?? 0;
      if (dimensions !== manifest.encoder.dimensions)
        throw new CodedError('internal', 'The encoder gave vectors of another size.');
      const tokens = encoded.reduce((sum, result) => sum + result.tokens, 0);
      return c.json({ model: modelOf(manifest), dimensions, embeddings, tokens } satisfies EmbedResponse);
    });
}

function modelOf({ name, version }: EncoderService['manifest']): EncoderResponse['model'] {
  return { name, version };
}
