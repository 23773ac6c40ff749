import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Stop } from './stop.ts';

const devFile = z.object({
  gateway: z.url(),
  secretKey: z.string(),
  publishableKey: z.string(),
  bank: z.url().optional(),
});

export interface Connection {
  gateway: string;
  key: string;
}

/**
 * Where the gateway is and what opens it: the options, then `GUICHET_GATEWAY` and `GUICHET_KEY`, then the dev.json of a platform that
 * runs from this folder or one above. Throws `Stop` saying how to give them.
 */
export function findConnection(
  options: { gateway?: string | undefined; key?: string | undefined },
  environment: NodeJS.ProcessEnv = process.env,
  folder = process.cwd(),
): Connection {
  const running = readDevFile(folder);
  const gateway = options.gateway ?? environment.GUICHET_GATEWAY ?? running?.gateway;
  const key = options.key ?? environment.GUICHET_KEY ?? running?.secretKey;
  if (gateway === undefined || key === undefined)
    throw new Stop(
      'No gateway is known. Start one with npm start, or say where it is: --gateway URL --key KEY (or GUICHET_GATEWAY and GUICHET_KEY).',
    );
  if (!URL.canParse(gateway)) throw new Stop(`"${gateway}" is no address. Use one like http://127.0.0.1:8787.`);
  return { gateway, key };
}

/** The platform that runs here, with its demo bank. Throws `Stop` where there is none. */
export function findJourneyConnection(folder = process.cwd()): {
  gateway: string;
  publishableKey: string;
  bank: string;
} {
  const running = readDevFile(folder);
  if (running?.bank === undefined)
    throw new Stop('No platform with its demo bank runs from this folder or one above. Start one with npm start.', 3);
  const { gateway, publishableKey, bank } = running;
  return { gateway, publishableKey, bank };
}

function readDevFile(folder: string): z.infer<typeof devFile> | undefined {
  const file = join(folder, '.guichet/dev.json');
  if (existsSync(file)) {
    try {
      return devFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      return undefined;
    }
  }
  return dirname(folder) === folder ? undefined : readDevFile(dirname(folder));
}
