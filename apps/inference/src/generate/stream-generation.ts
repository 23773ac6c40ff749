import { CodedError } from '@guichet/protocol/coded-error';
import type { GenerationPart } from '@guichet/protocol/generate';
import type { EngineProcess } from '../engine/engine-process.ts';
import type { EngineEvent, GenerateCommand } from '../engine/messages.ts';
import { deadlineError } from '../scheduler/deadline.ts';

export type GenerationBody = Extract<GenerationPart, { type: 'text-delta' | 'generation-end' }>;

export interface StreamGenerationOptions {
  engine: EngineProcess;
  command: GenerateCommand;
  deadlineMs: number;
  /** The caller left: the engine stops before its next step. */
  signal: AbortSignal;
}

/** The answer as it is written. Throws a coded error when the engine is lost, the prompt does not fit or time is up. */
export async function* streamGeneration(options: StreamGenerationOptions): AsyncGenerator<GenerationBody> {
  const { engine, command, deadlineMs, signal } = options;
  const inbox: (EngineEvent | CodedError)[] = [];
  let wake = () => {};
  const hear = (event: EngineEvent | CodedError) => {
    inbox.push(event);
    wake();
  };
  const timer = setTimeout(() => hear(deadlineError()), deadlineMs);
  const leave = () => hear(new CodedError('deadline_exceeded', 'The caller left.'));
  signal.addEventListener('abort', leave, { once: true });
  let over = false;
  try {
    engine.send(command, { onEvent: hear, onLost: hear });
    while (!over) {
      const event = inbox.shift();
      if (event === undefined) await new Promise<void>((resume) => (wake = resume));
      else {
        const part = toPart(event);
        over = part.type === 'generation-end';
        yield part;
      }
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
    if (!over) engine.cancel(command.id);
    engine.forget(command.id);
  }
}

function toPart(event: EngineEvent | CodedError): GenerationBody {
  if (event instanceof CodedError) throw event;
  if (event.type === 'delta') return { type: 'text-delta', delta: event.text };
  if (event.type === 'end') return { type: 'generation-end', finishReason: event.finishReason, usage: event.usage };
  if (event.type === 'request-failed') {
    throw new CodedError(event.code, event.code === 'internal' ? 'The answer could not be written.' : event.message, {
      cause: event.message,
    });
  }
  throw new CodedError('internal', 'The engine answered out of turn.', { cause: event.type });
}
