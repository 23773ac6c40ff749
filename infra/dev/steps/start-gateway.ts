import { join } from 'node:path';
import { root } from '../bootstrap/paths.mjs';
import type { GatewayHostOptions } from '../gateway-host.ts';
import { type SupervisedProcess, supervise } from '../supervised-process.ts';

export interface RunningGateway {
  process: SupervisedProcess;
  /** Settles when the gateway answers for the first time; a second failure in a row rejects with its last words. */
  ready: Promise<void>;
}

/** Starts the process that runs the gateway in workerd; it comes back by itself when it or workerd is killed. */
export function startGateway(options: GatewayHostOptions, logFile: string, echo: boolean): RunningGateway {
  let resolve = () => {};
  let reject = (_: Error) => {};
  const ready = new Promise<void>((done, fail) => {
    resolve = done;
    reject = fail;
  });
  const process = supervise({
    name: 'gateway',
    program: [join(root, 'infra/dev/gateway-host.ts'), JSON.stringify(options)],
    environment: { PATH: globalThis.process.env.PATH ?? '', HOME: globalThis.process.env.HOME ?? '' },
    logFile,
    echo,
    onMessage: (message) => {
      if (message === 'ready') resolve();
      else reject(new Error(String(message)));
    },
  });
  return { process, ready };
}
