import type { GenerateCommand } from '../engine/messages.ts';
import type { Emit } from '../engine/serve-engine.ts';
import type { Generator, Sequence } from './generator.ts';

export interface RotationOptions {
  generator: Generator;
  /** Sequences that run side by side; the rest wait in the order they came. */
  slots: number;
  emit: Emit;
}

export interface Rotation {
  add(command: GenerateCommand): void;
  /** Ends a sequence before its next step. */
  cancel(id: number): void;
}

/** Lets sequences take turns, one step each. A sequence that fails ends alone. */
export function createRotation({ generator, slots, emit }: RotationOptions): Rotation {
  const waiting: GenerateCommand[] = [];
  const running = new Map<number, Sequence>();
  let turning = false;

  const fail = (id: number, code: 'internal' | 'text_too_long', error: unknown) => {
    running.delete(id);
    emit({ type: 'request-failed', id, code, message: error instanceof Error ? error.message : 'unknown' });
  };

  const admit = () => {
    while (running.size < slots) {
      const command = waiting.shift();
      if (command === undefined) return;
      try {
        running.set(command.id, generator.begin(command));
      } catch (error) {
        fail(command.id, 'text_too_long', error);
      }
    }
  };

  const step = async (id: number, sequence: Sequence) => {
    try {
      const { text, finished } = await sequence.step();
      if (!running.has(id)) return;
      if (text !== '') emit({ type: 'delta', id, text });
      if (finished === null) return;
      running.delete(id);
      emit({ type: 'end', id, finishReason: finished, usage: sequence.usage() });
    } catch (error) {
      fail(id, 'internal', error);
    }
  };

  const turn = async () => {
    turning = true;
    for (admit(); running.size > 0; admit()) {
      for (const [id, sequence] of running) {
        await step(id, sequence);
        // The runtime blocks; commands are heard between steps.
        await new Promise((done) => setImmediate(done));
      }
    }
    turning = false;
  };

  return {
    add(command) {
      waiting.push(command);
      if (!turning) void turn();
    },
    cancel(id) {
      const place = waiting.findIndex((command) => command.id === id);
      if (place >= 0) waiting.splice(place, 1);
      const usage = running.get(id)?.usage() ?? { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };
      if (running.delete(id) || place >= 0) emit({ type: 'end', id, finishReason: 'cancelled', usage });
    },
  };
}
