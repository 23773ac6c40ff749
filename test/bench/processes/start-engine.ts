import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../../e2e/support/start-platform.ts';
import { residentMegabytes } from '../measure-memory.ts';

/** What an engine of the inference service says; see apps/inference/src/engine/messages.ts. */
export interface EngineEvent {
  type: string;
  message?: string;
}

export interface Engine {
  /** Sends a command and gives back the events until one of this type. Throws where the engine refuses. */
  run<Event extends EngineEvent>(command: object, last: string): Promise<Event[]>;
  residentMegabytes(): number;
  stop(): void;
}

/** One of the inference service's engines as a process of its own, exactly as the service runs it. */
export async function startEngine(name: 'encoder' | 'generator', settings: object): Promise<Engine> {
  const program = join(root, `apps/inference/src/engine/${name}-engine.ts`);
  const child = fork(program, [JSON.stringify(settings)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const hear = async () => ((await once(child, 'message')) as [EngineEvent])[0];
  const first = await hear();
  if (first.type !== 'ready') throw new Error(`The ${name} did not start: ${first.message}`);
  return {
    async run<Event extends EngineEvent>(command: object, last: string) {
      const events: EngineEvent[] = [];
      const done = new Promise<void>((finish, fail) => {
        const listen = (event: EngineEvent) => {
          events.push(event);
          if (event.type !== last && event.type !== 'request-failed') return;
          child.off('message', listen);
          if (event.type === last) finish();
          else fail(new Error(`The ${name} says ${event.message}`));
        };
        child.on('message', listen);
      });
      child.send(command);
      await done;
      return events as Event[];
    },
    residentMegabytes: () => residentMegabytes(child.pid ?? 0),
    stop: () => void child.kill('SIGKILL'),
  };
}
