import { CodedError } from '@guichet/protocol/coded-error';
import type { TurnAnswer } from '@guichet/protocol/message';
import type { StreamPart } from '@guichet/protocol/stream';

/** The whole answer of a stream. Throws the stream's error part. */
export async function collectAnswer(parts: AsyncIterable<StreamPart>): Promise<TurnAnswer> {
  for await (const part of parts) {
    if (part.type === 'turn-end') return part.answer;
    if (part.type === 'error') throw new CodedError(part.error.code, part.error.message);
  }
  throw new CodedError('internal', 'The answer has no end.');
}
