import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { applyMigrations } from '../../../infra/dev/steps/apply-migrations.ts';
import { createDemoTenant } from '../../../infra/dev/steps/create-demo-tenant.ts';
import { root } from '../../e2e/support/start-platform.ts';
import { load } from './load.ts';

export interface Comparison {
  name: string;
  /** Of each round: the gateway's requests a second over the bare Worker's, with 8 clients. */
  ratios: number[];
  gatewayPerSecond: number[];
  barePerSecond: number[];
  /** Of each round: the gateway's median over the bare Worker's, with 1 client, in milliseconds. */
  addedMs: number[];
}

const keys = { secretKey: 'sk_test_of_the_benchmark_0000', publishableKey: 'pk_test_of_the_benchmark_0000' };
const tenant = 'demo-bank';
const rounds = 5;
const secondsEach = 2;
const migrations = join(root, 'packages/db/migrations');

/** The gateway against a bare Worker, each in a workerd of its own on one D1 of its own with the same rows, in turns. */
export async function measureGateway(): Promise<Comparison[]> {
  const upstream = fork(join(import.meta.dirname, 'upstream.ts'));
  const [port] = (await once(upstream, 'message')) as [number];
  const inferenceUrl = `http://127.0.0.1:${port}`;
  const gateway = startGateway(inferenceUrl);
  const bare = startBare(inferenceUrl);
  try {
    const urls = { gateway: (await gateway.ready).origin, bare: (await bare.ready).origin };
    const conversation = await fill(gateway, urls.gateway);
    await copyRows(gateway, bare);
    const history = `/v1/conversations/${conversation}/messages`;
    const understand = { method: 'POST', body: JSON.stringify({ text: 'perhaps it is about this thing of mine' }) };
    return [
      await compare('history (one trip to D1)', urls, history, {}),
      await compare('understand (one fetch)', urls, '/v1/understand', understand),
    ];
  } finally {
    await Promise.all([gateway.dispose(), bare.dispose()]);
    stop(upstream);
  }
}

async function compare(
  name: string,
  urls: { gateway: string; bare: string },
  path: string,
  init: RequestInit,
): Promise<Comparison> {
  const request = {
    ...init,
    headers: { authorization: `Bearer ${keys.secretKey}`, 'content-type': 'application/json' },
  };
  await requireSame(urls, path, request);
  const comparison: Comparison = { name, ratios: [], gatewayPerSecond: [], barePerSecond: [], addedMs: [] };
  // The first round warms up and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    const order = round % 2 === 0 ? (['gateway', 'bare'] as const) : (['bare', 'gateway'] as const);
    const many: Record<string, number> = {};
    const one: Record<string, number> = {};
    for (const side of order) {
      many[side] = (await load(urls[side] + path, request, { clients: 8, seconds: secondsEach })).perSecond;
      one[side] = (await load(urls[side] + path, request, { clients: 1, seconds: secondsEach / 2 })).medianMs;
    }
    if (round === 0) continue;
    comparison.gatewayPerSecond.push(many.gateway ?? 0);
    comparison.barePerSecond.push(many.bare ?? 0);
    comparison.ratios.push((many.gateway ?? 0) / (many.bare ?? 1));
    comparison.addedMs.push((one.gateway ?? 0) - (one.bare ?? 0));
  }
  return comparison;
}

/** Both must give the same content before their speed is worth comparing. */
async function requireSame(urls: { gateway: string; bare: string }, path: string, request: RequestInit): Promise<void> {
  const read = async (url: string) =>
    (await (await fetch(url + path, request)).json()) as { data?: { text: string }[]; intents?: { intent: string }[] };
  const pick = ({ data, intents }: Awaited<ReturnType<typeof read>>) =>
    JSON.stringify(data?.map(({ text }) => text) ?? intents?.[0]);
  const [ours, theirs] = [pick(await read(urls.gateway)), pick(await read(urls.bare))];
  if (ours !== theirs) throw new Error(`${path}: the gateway says ${ours}, the bare Worker ${theirs}.`);
}

function startGateway(inferenceUrl: string): Miniflare {
  const folder = join(root, 'apps/gateway/dist/worker');
  const data = readdirSync(folder).filter((name) => name.endsWith('.bin'));
  const module = (name: string, type: 'ESModule' | 'Data') => ({
    type,
    path: join(folder, name),
    contents: readFileSync(join(folder, name)),
  });
  return new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      modules: [
        { ...module('index.js', 'ESModule'), contents: readFileSync(join(folder, 'index.js'), 'utf8') },
        ...data.map((name) => module(name, 'Data')),
      ],
      modulesRoot: folder,
      compatibilityDate: '2026-11-01',
      compatibilityFlags: ['nodejs_compat', 'enable_request_signal'],
      d1Databases: { DB: 'bench' },
      bindings: {
        ENVIRONMENT: 'production',
        INFERENCE_URL: inferenceUrl,
        INFERENCE_TOKEN: 'a-token-for-the-benchmark',
      },
      // Log lines are part of the work; printing them is not what is measured.
      handleRuntimeStdio: (stdout: NodeJS.ReadableStream, stderr: NodeJS.ReadableStream) =>
        void [stdout.resume(), stderr.resume()],
    } as Parameters<typeof convertV4MiniflareOptions>[0]),
  );
}

function startBare(inferenceUrl: string): Miniflare {
  const file = join(import.meta.dirname, 'bare-worker.js');
  return new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      modules: [{ type: 'ESModule' as const, path: file, contents: readFileSync(file, 'utf8') }],
      modulesRoot: import.meta.dirname,
      compatibilityDate: '2026-11-01',
      d1Databases: { DB: 'bare' },
      bindings: { INFERENCE_URL: inferenceUrl, TENANT: tenant },
    }),
  );
}

/** A tenant, and a conversation of ten messages with their answers. */
async function fill(gateway: Miniflare, url: string): Promise<string> {
  const database = await gateway.getD1Database('DB');
  await applyMigrations(database as never, migrations);
  await createDemoTenant(database as never, {
    tenantFile: join(root, 'content/demo-bank/tenant.json'),
    ...keys,
    secretsKey: 'A'.repeat(43),
    // Nothing is asked of the bank here.
    bank: {
      url: 'http://127.0.0.1:9',
      actionsSecret: 'whsec_c2VjcmV0',
      audience: 'none',
      identityKey: { x: 'A'.repeat(43), y: 'A'.repeat(43) },
    },
  });
  const post = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${keys.secretKey}`, 'content-type': 'application/json' };
    return (await (await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as {
      id: string;
    };
  };
  const { id } = await post('/v1/conversations', {});
  for (let message = 0; message < 10; message += 1)
    await post(`/v1/conversations/${id}/messages`, { text: `agent ${message}` });
  return id;
}

async function copyRows(from: Miniflare, to: Miniflare): Promise<void> {
  const [source, target] = [await from.getD1Database('DB'), await to.getD1Database('DB')];
  await applyMigrations(target as never, migrations);
  for (const table of ['tenants', 'conversations', 'turns', 'messages']) {
    const { results } = await source.prepare(`SELECT * FROM ${table}`).all<Record<string, unknown>>();
    for (const row of results) {
      const columns = Object.keys(row);
      await target
        .prepare(
          `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
        )
        .bind(...Object.values(row))
        .run();
    }
  }
}

function stop(child: ChildProcess): void {
  child.kill();
}
