import { CodedError } from '@guichet/protocol/coded-error';
import { type GenerationPart, generationPart } from '@guichet/protocol/generate';
import { EventSourceParserStream } from 'eventsource-parser/stream';

/** The parts of a generation as they arrive. Throws the service's error, and `upstream_unavailable` where the stream breaks off. */
export async function* readGeneration(body: ReadableStream<Uint8Array>): AsyncGenerator<GenerationPart> {
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const event of events) {
    const part = generationPart.parse(JSON.parse(event.data));
    if (part.type === 'error') throw new CodedError(part.error.code, part.error.message);
    yield part;
    if (part.type === 'generation-end') return;
  }
  throw new CodedError('upstream_unavailable', 'The generation broke off.');
}
