// Runs the gateway's bundle in workerd, through wrangler's own simulator of D1, assets and cron. One process, one workerd:
// `wrangler dev` would add a second one and a proxy, which a laptop pays for in memory and start time.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { applyMigrations } from './steps/apply-migrations.ts';
import { createDemoTenant } from './steps/create-demo-tenant.ts';
import { serveSite } from './steps/serve-site.ts';

export interface GatewayHostOptions {
  host: string;
  port: number;
  stateFolder: string;
  workerFolder: string;
  siteFolder: string;
  migrationsFolder: string;
  tenantFile: string;
  inferenceUrl: string;
  inferenceToken: string;
  vaultKey: string;
  secretKey: string;
  publishableKey: string;
}

const healthIntervalMs = 1_000;
const schedulePauseMs = 1_000;

const options: GatewayHostOptions = JSON.parse(process.argv[2] ?? '{}');
process.on('disconnect', () => void stop());
process.on('SIGTERM', () => void stop());

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    host: options.host,
    port: options.port,
    cf: false,
    resourcePersistencePath: options.stateFolder,
    modules: workerModules(options.workerFolder),
    modulesRoot: options.workerFolder,
    compatibilityDate: '2026-11-01',
    compatibilityFlags: ['nodejs_compat', 'enable_request_signal'],
    d1Databases: { DB: 'guichet' },
    kvNamespaces: { KEYS: 'guichet-keys' },
    serviceBindings: { ASSETS: serveSite(options.siteFolder, options.publishableKey) },
    bindings: {
      ENVIRONMENT: 'development',
      INFERENCE_URL: options.inferenceUrl,
      INFERENCE_TOKEN: options.inferenceToken,
      VAULT_KEY: options.vaultKey,
    },
  }),
);

try {
  const url = await miniflare.ready;
  const database = await miniflare.getD1Database('DB');
  await applyMigrations(database, options.migrationsFolder);
  await createDemoTenant(database, options);
  process.send?.('ready');
  watch(url);
} catch (error) {
  process.send?.(error instanceof Error ? error.message : String(error));
  await stop(1);
}

/** The bundle as Miniflare wants it: the entry first, then its data modules. */
function workerModules(folder: string) {
  const data = readdirSync(folder).filter((name) => name.endsWith('.bin'));
  return [
    {
      type: 'ESModule' as const,
      path: join(folder, 'index.js'),
      contents: readFileSync(join(folder, 'index.js'), 'utf8'),
    },
    ...data.map((name) => ({
      type: 'Data' as const,
      path: join(folder, name),
      contents: readFileSync(join(folder, name)),
    })),
  ];
}

/** Ends this process when workerd no longer answers (its supervisor starts both again), and plays the role of cron. */
function watch(url: URL): void {
  setInterval(() => {
    fetch(new URL('/livez', url), { signal: AbortSignal.timeout(10_000) }).catch(() => process.exit(1));
  }, healthIntervalMs);
  void runSchedule();
}

/** One run after the other: a run takes most of a minute. */
async function runSchedule(): Promise<never> {
  for (;;) {
    const worker = await miniflare.getWorker();
    await worker.scheduled({ cron: '* * * * *' }).catch(() => {});
    await new Promise((done) => setTimeout(done, schedulePauseMs));
  }
}

async function stop(code = 0): Promise<void> {
  await miniflare.dispose().catch(() => {});
  process.exit(code);
}
