// The second step of `npm start`, under a Node that runs TypeScript: sets up what is missing, starts the services, and keeps
// them running until it is told to stop.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BankKeys, loadBankKeys } from './bank-keys.ts';
import { takeLock } from './bootstrap/lock.mjs';
import { root } from './bootstrap/paths.mjs';
import { Stop } from './bootstrap/stop.mjs';
import { openDevFile, readDevFile } from './dev-file.ts';
import { loadKeys } from './keys.ts';
import { parseStartOptions, type StartOptions } from './options.ts';
import { requireFreePort } from './ports.ts';
import { endLeftovers } from './process-group.ts';
import { createProgress } from './progress.ts';
import { build, built } from './steps/build.ts';
import { importArticles } from './steps/import-articles.ts';
import { importFlows } from './steps/import-flows.ts';
import { keepDevFile } from './steps/keep-dev-file.ts';
import { prepareGenerator } from './steps/prepare-generator.ts';
import { reportReady } from './steps/report-ready.ts';
import { demoAudience, startBank } from './steps/start-bank.ts';
import { startGateway } from './steps/start-gateway.ts';
import { startInference } from './steps/start-inference.ts';
import { waitForInference } from './steps/wait-for-inference.ts';

const begun = Date.now();
const ending = new AbortController();
const cleanups: (() => Promise<void> | void)[] = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
process.on('disconnect', () => ending.abort());
// The terminal may be gone while the services are still to be stopped.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

try {
  await main(parseStartOptions(process.argv.slice(2)));
} catch (error) {
  const stopped = ending.signal.aborted;
  if (!stopped)
    process.stderr.write(
      `\n${error instanceof Stop ? error.message : `Guichet could not start: ${error instanceof Error ? error.stack : error}`}\n`,
    );
  process.exitCode = stopped ? 130 : 1;
} finally {
  for (const clean of cleanups.reverse()) await clean();
  process.exit();
}

async function main(options: StartOptions): Promise<void> {
  const { dataFolder } = options;
  makeFolder(join(dataFolder, 'logs'));
  cleanups.push(
    takeLock(
      join(dataFolder, 'start.lock'),
      `Guichet is already running from ${dataFolder} (process {pid}). Stop it first, or use another folder and ports: npm start -- --data .guichet-2 --port 8797 --inference-port 8798 --bank-port 8799`,
    ),
  );
  const devFile = openDevFile(dataFolder);
  const leftover = readDevFile(dataFolder)?.pids;
  if (leftover !== undefined) endLeftovers([leftover.gateway, leftover.inference, leftover.bank ?? null], root);
  devFile.remove();
  await requireFreePort(options.host, options.port, '--port');
  await requireFreePort(options.host, options.inferencePort, '--inference-port');
  await requireFreePort(options.host, options.bankPort, '--bank-port');

  process.stdout.write('\nGuichet is starting\n');
  const report = createProgress(process.stdout);
  const generatorFolder = await untilEnding(
    prepareGenerator({
      packsFolder: options.packsFolder,
      offline: options.offline,
      signal: ending.signal,
      step: report('model', 'looking for the language model'),
    }),
  );
  const keys = loadKeys(dataFolder);
  const bankKeys = loadBankKeys(dataFolder);
  const bank = startBank(options, bankKeys);
  cleanups.push(() => bank.process.stop());
  const token = randomBytes(24).toString('base64url');
  const inference = startInference(options, token, generatorFolder);
  cleanups.push(() => inference.process.stop());
  await untilEnding(build(report('build', 'checking')));
  const gatewayUrl = `http://${options.host}:${options.port}`;
  const gateway = startGateway(
    {
      host: options.host,
      port: options.port,
      stateFolder: join(dataFolder, 'state'),
      workerFolder: built.worker,
      siteFolder: built.site,
      migrationsFolder: join(root, 'packages/db/migrations'),
      tenantFile: join(root, 'content/demo-bank/tenant.json'),
      inferenceUrl: inference.url,
      inferenceToken: token,
      delaysMs: options.delaysMs,
      ...keys,
      secretsKey: bankKeys.secretsKey,
      bank: { url: bank.url, audience: demoAudience, ...publicPart(bankKeys) },
    },
    join(dataFolder, 'logs/gateway.log'),
    options.verbose,
  );
  cleanups.push(() => gateway.process.stop());

  const services = report('services', 'starting the gateway and the inference service');
  await untilEnding(gateway.ready);
  const status = await untilEnding(waitForInference(inference, services, join(dataFolder, 'logs/inference.log')));
  services.done('gateway and inference ready');
  const knowledge = report('knowledge', "reading the demo bank's articles");
  const imported = await untilEnding(
    importArticles(gatewayUrl, keys.secretKey, join(root, 'content/demo-bank/articles')),
  );
  knowledge.done(
    `${imported.articles} articles, ${imported.passages} passages${imported.changed ? '' : ', unchanged'}${imported.unembedded > 0 ? '; search by meaning follows in the background' : ''}`,
  );
  const tasks = report('flows', "reading the demo bank's flows");
  const { flows, changed } = await untilEnding(importFlows(gatewayUrl, keys.secretKey, join(root, 'content/flows')));
  tasks.done(`${flows.length} flows${changed ? '' : ', unchanged'}`);

  cleanups.push(() => devFile.remove());
  cleanups.push(keepDevFile({ devFile, gatewayUrl, gateway, inference, bank, keys }));
  reportReady({
    gatewayUrl,
    inferenceUrl: inference.url,
    bankUrl: bank.url,
    dataFolder,
    status,
    took: Date.now() - begun,
  });
  await untilEnding(new Promise(() => {}));
}

/** What the gateway may know of the keys: never the one that signs identity tokens. */
function publicPart({ actionsSecret, identityKey: { x, y } }: BankKeys) {
  return { actionsSecret, identityKey: { x, y } };
}

function makeFolder(folder: string): void {
  try {
    // One level at a time: mkdirSync's own recursion never ends in folders like /proc.
    if (existsSync(folder)) return;
    makeFolder(dirname(folder));
    mkdirSync(folder);
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw new Stop(
      `The data folder ${folder} cannot be made (${(error as NodeJS.ErrnoException).code}). Choose another: npm start -- --data FOLDER`,
    );
  }
}

/** The work's result, or the end as soon as somebody asks for it. */
function untilEnding<Result>(work: Promise<Result>): Promise<Result> {
  const asked = new Promise<never>((_, fail) => {
    if (ending.signal.aborted) fail(ending.signal.reason);
    ending.signal.addEventListener('abort', () => fail(ending.signal.reason), { once: true });
  });
  return Promise.race([work, asked]);
}
