// Runs the gateway's bundle in workerd, through wrangler's own simulator of D1, assets and cron. One process, one workerd:
// `wrangler dev` would add a second one and a proxy, which a laptop pays for in memory and start time.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { delayInference } from './delays/delay-inference.ts';
import { applyMigrations } from './steps/apply-migrations.ts';
import { createDemoTenant, type DemoBankLine } from './steps/create-demo-tenant.ts';
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
  /** Milliseconds added to each call to the inference service and to each trip to the database. */
  delaysMs: { inference: number; database: number };
  secretsKey: string;
  bank: DemoBankLine;
}

const healthIntervalMs = 1_000;
const schedulePauseMs = 1_000;

const options: GatewayHostOptions = JSON.parse(process.argv[2] ?? '{}');
process.on('disconnect', () => void stop());
process.on('SIGTERM', () => void stop());

const { delaysMs } = options;
const inferenceUrl =
  delaysMs.inference === 0 ? options.inferenceUrl : await delayInference(options.inferenceUrl, delaysMs.inference);

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
    serviceBindings: { ASSETS: serveSite(options.siteFolder, options.publishableKey, options.bank.url) },
    bindings: {
      ENVIRONMENT: 'development',
      INFERENCE_URL: inferenceUrl,
      INFERENCE_TOKEN: options.inferenceToken,
      DATABASE_DELAY_MS: delaysMs.database,
      SECRETS_KEY: options.secretsKey,
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
  const script = (name: string, source: string) => ({
    type: 'ESModule' as const,
    path: join(folder, name),
    contents: readFileSync(join(source, name), 'utf8'),
  });
  const delayed = script('delayed-database.js', join(import.meta.dirname, 'delays'));
  return [
    ...(delaysMs.database === 0 ? [] : [delayed]),
    script('index.js', folder),
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
