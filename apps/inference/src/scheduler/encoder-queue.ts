import { CodedError } from '@guichet/protocol/coded-error';
import type { EngineProcess } from '../engine/engine-process.ts';
import type { Encoded, EncodeKind } from '../engine/messages.ts';
import { deadlineError } from './deadline.ts';

export interface EncoderQueue {
  /** Encodes texts, together with whatever else waits. Rejects with a coded error when late, full or without an engine. */
  encode(kind: EncodeKind, texts: readonly string[], deadlineMs: number): Promise<Encoded[]>;
  waiting(): number;
}

interface Item {
  kind: EncodeKind;
  text: string;
  expires: number;
  settle(result: Encoded): void;
  fail(error: CodedError): void;
}

export interface EncoderQueueOptions {
  engine: EngineProcess;
  limit: number;
  now(): number;
  nextId(): number;
}

const mostRows = 16;
/** Of padded rows, which is a tenth of a second's work on one core: a customer's question never waits longer behind a batch. */
const mostCharacters = 1_000;
const retryAfterSeconds = 1;

/** Batches by size and without a timer: an idle engine gets what is there, a busy one finds a full batch when it is done. */
export function createEncoderQueue(options: EncoderQueueOptions): EncoderQueue {
  const { engine, limit, now, nextId } = options;
  const items: Item[] = [];
  let busy = false;

  const drain = () => {
    if (busy) return;
    dropExpired(items, now());
    const batch = takeBatch(items);
    if (batch.length > 0) run(batch);
  };

  const run = (batch: Item[]) => {
    busy = true;
    const id = nextId();
    const done = () => {
      engine.forget(id);
      busy = false;
      drain();
    };
    const refuse = (error: CodedError) => {
      for (const item of batch) item.fail(error);
      done();
    };
    try {
      engine.send(
        { type: 'encode', id, kind: batch[0]?.kind ?? 'query', texts: batch.map((item) => item.text) },
        {
          onEvent(event) {
            if (event.type === 'encoded') {
              for (const [index, result] of event.results.entries()) batch[index]?.settle(result);
              done();
            } else if (event.type === 'request-failed') {
              if (batch.length === 1)
                return refuse(new CodedError('internal', 'The text could not be encoded.', { cause: event.message }));
              // One bad row must not fail its neighbours: each goes alone.
              busy = false;
              for (const item of batch.slice(1)) items.unshift(item);
              run(batch.slice(0, 1));
            }
          },
          onLost: refuse,
        },
      );
    } catch (error) {
      refuse(error instanceof CodedError ? error : new CodedError('internal', 'The encoder failed.', { cause: error }));
    }
  };

  return {
    waiting: () => items.length,
    async encode(kind, texts, deadlineMs) {
      if (items.length + texts.length > limit)
        throw new CodedError('queue_full', 'Too many texts are waiting.', { retryAfterSeconds });
      const expires = now() + deadlineMs;
      const work = texts.map(
        (text) => new Promise<Encoded>((settle, fail) => void items.push({ kind, text, expires, settle, fail })),
      );
      drain();
      return within(Promise.all(work), deadlineMs);
    },
  };
}

function dropExpired(items: Item[], time: number): void {
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const item = items[index];
    if (item === undefined || item.expires > time) continue;
    items.splice(index, 1);
    item.fail(deadlineError());
  }
}

/** Questions before passages, since somebody waits for them; short texts first, so that few rows are padded to a long one. */
function takeBatch(items: Item[]): Item[] {
  const kind = items.some((item) => item.kind === 'query') ? 'query' : 'passage';
  const candidates = items
    .filter((item) => item.kind === kind)
    .slice(0, mostRows)
    .sort((a, b) => a.text.length - b.text.length);
  const batch: Item[] = [];
  for (const item of candidates) {
    if (batch.length > 0 && item.text.length * (batch.length + 1) > mostCharacters) break;
    batch.push(item);
  }
  for (const item of batch) items.splice(items.indexOf(item), 1);
  return batch;
}

function within<Result>(work: Promise<Result>, deadlineMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(deadlineError()), deadlineMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
