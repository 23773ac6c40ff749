import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { built } from '../../../infra/dev/steps/build.ts';

/** Who owns the rows that both Workers read. */
export const tenant = 'demo-bank';

const shared = {
  cf: false,
  compatibilityDate: '2026-11-01',
  // Writing log lines is part of the work; showing them here is not.
  handleStructuredLogs: () => {},
} as const;

/** The gateway's bundle in a workerd of its own, with an empty D1. */
export function startGateway(inferenceUrl: string): Miniflare {
  const folder = built.worker;
  const data = readdirSync(folder).filter((name) => name.endsWith('.bin'));
  return new Miniflare(
    convertV4MiniflareOptions({
      ...shared,
      modules: [
        { type: 'ESModule', path: join(folder, 'index.js'), contents: readFileSync(join(folder, 'index.js'), 'utf8') },
        ...data.map((name) => ({
          type: 'Data' as const,
          path: join(folder, name),
          contents: readFileSync(join(folder, name)),
        })),
      ],
      modulesRoot: folder,
      compatibilityFlags: ['nodejs_compat', 'enable_request_signal'],
      d1Databases: { DB: 'bench' },
      bindings: {
        ENVIRONMENT: 'production',
        INFERENCE_URL: inferenceUrl,
        INFERENCE_TOKEN: 'a-token-for-the-benchmark',
      },
    }),
  );
}

/** The bare Worker in a workerd of its own, with an empty D1. */
export function startBare(inferenceUrl: string): Miniflare {
  const file = join(import.meta.dirname, 'bare-worker.js');
  return new Miniflare(
    convertV4MiniflareOptions({
      ...shared,
      modules: [{ type: 'ESModule', path: file, contents: readFileSync(file, 'utf8') }],
      modulesRoot: import.meta.dirname,
      d1Databases: { DB: 'bare' },
      bindings: { INFERENCE_URL: inferenceUrl, TENANT: tenant },
    }),
  );
}
