import { join } from 'node:path';
import type { BankKeys } from '../bank-keys.ts';
import { root } from '../bootstrap/paths.mjs';
import type { DemoBankOptions } from '../demo-bank/main.ts';
import type { StartOptions } from '../options.ts';
import { type SupervisedProcess, supervise } from '../supervised-process.ts';

/** The `aud` of the demo bank's identity tokens. */
export const demoAudience = 'guichet:demo-bank';

export interface RunningBank {
  process: SupervisedProcess;
  url: string;
}

/** Starts the demo bank's own system; it comes back by itself when killed, with its books. */
export function startBank(options: StartOptions, keys: BankKeys): RunningBank {
  const bank: DemoBankOptions = {
    host: options.host,
    port: options.bankPort,
    stateFile: join(options.dataFolder, 'demo-bank.json'),
    actionsSecret: keys.actionsSecret,
    identityKey: keys.identityKey,
    audience: demoAudience,
    siteOrigin: `http://${options.host}:${options.port}`,
  };
  const process = supervise({
    name: 'demo bank',
    program: [join(root, 'infra/dev/demo-bank/main.ts'), JSON.stringify(bank)],
    environment: { PATH: globalThis.process.env.PATH ?? '', HOME: globalThis.process.env.HOME ?? '' },
    logFile: join(options.dataFolder, 'logs/demo-bank.log'),
    echo: options.verbose,
  });
  return { process, url: `http://${options.host}:${options.bankPort}` };
}
