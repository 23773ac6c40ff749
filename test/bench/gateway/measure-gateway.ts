import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Report, Row } from '../report.ts';
import { showMedian, showRatio, spread } from '../statistics.ts';
import { copyRows, fillGateway, keys } from './fill-databases.ts';
import { startBare, startGateway } from './hosts.ts';
import { load } from './load.ts';

interface Comparison {
  /** Requests a second of each round, with 8 clients. */
  gatewayPerSecond: number[];
  barePerSecond: number[];
  /** Of each round: the gateway's median over the bare Worker's, with 1 client, in milliseconds. */
  addedMs: number[];
}

interface Call {
  name: string;
  path: string;
  init: RequestInit;
}

type Urls = Record<'gateway' | 'bare', string>;

// The least and the most of six are a 97 % interval of the median.
const rounds = 6;
const secondsEach = 1.5;
const headers = { authorization: `Bearer ${keys.secretKey}`, 'content-type': 'application/json' };

/** The gateway against a bare Worker, each in a workerd of its own on one D1 of its own with the same rows, in turns. */
export async function measureGateway(report: Report): Promise<Row[]> {
  const step = report('gateway', 'starting two Workers');
  const upstream = fork(join(import.meta.dirname, 'upstream.ts'));
  const [port] = (await once(upstream, 'message')) as [number];
  const inferenceUrl = `http://127.0.0.1:${port}`;
  const gateway = startGateway(inferenceUrl);
  const bare = startBare(inferenceUrl);
  try {
    const urls = { gateway: (await gateway.ready).origin, bare: (await bare.ready).origin };
    const history = `/v1/conversations/${await fillGateway(gateway, urls.gateway)}/messages`;
    await copyRows(gateway, bare);
    const body = JSON.stringify({ text: 'perhaps it is about this thing of mine' });
    const calls: Call[] = [
      { name: 'history (one trip to D1)', path: history, init: { headers } },
      { name: 'understand (one fetch)', path: '/v1/understand', init: { method: 'POST', headers, body } },
    ];
    const rows: Row[] = [];
    for (const call of calls) {
      const onRound = (round: number) => step.update(`${call.name}, round ${round} of ${rounds}`);
      rows.push(...describe(call.name, await compare(urls, call, onRound)));
    }
    step.done('compared with the bare Worker');
    return rows;
  } finally {
    await Promise.all([gateway.dispose(), bare.dispose()]);
    upstream.kill();
  }
}

async function compare(urls: Urls, call: Call, onRound: (round: number) => void): Promise<Comparison> {
  await requireSame(urls, call);
  const comparison: Comparison = { gatewayPerSecond: [], barePerSecond: [], addedMs: [] };
  // The first round warms up and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    onRound(round);
    const order = round % 2 === 0 ? (['gateway', 'bare'] as const) : (['bare', 'gateway'] as const);
    const many = { gateway: 0, bare: 0 };
    const one = { gateway: 0, bare: 0 };
    for (const side of order) {
      const url = urls[side] + call.path;
      many[side] = (await load(url, call.init, { clients: 8, seconds: secondsEach })).perSecond;
      one[side] = (await load(url, call.init, { clients: 1, seconds: secondsEach / 2 })).medianMs;
    }
    if (round === 0) continue;
    comparison.gatewayPerSecond.push(many.gateway);
    comparison.barePerSecond.push(many.bare);
    comparison.addedMs.push(one.gateway - one.bare);
  }
  return comparison;
}

/** Both must give the same content before their speed is worth comparing. */
async function requireSame(urls: Urls, { path, init }: Call): Promise<void> {
  const read = async (url: string) =>
    (await (await fetch(url + path, init)).json()) as { data?: { text: string }[]; intents?: { intent: string }[] };
  const pick = ({ data, intents }: Awaited<ReturnType<typeof read>>) =>
    JSON.stringify(data?.map(({ text }) => text) ?? intents?.[0]);
  const [ours, theirs] = [pick(await read(urls.gateway)), pick(await read(urls.bare))];
  if (ours !== theirs) throw new Error(`${path}: the gateway says ${ours}, the bare Worker ${theirs}.`);
}

function describe(name: string, { gatewayPerSecond, barePerSecond, addedMs }: Comparison): Row[] {
  const middle = (values: number[]) => spread(values).p50.toFixed(0);
  return [
    {
      what: `Gateway / bare Worker, requests/s, ${name}`,
      measured: showRatio(gatewayPerSecond, barePerSecond),
      aim: '≥ 0.85',
    },
    { what: '… requests/s of each', measured: `${middle(gatewayPerSecond)} / ${middle(barePerSecond)}` },
    { what: '… added to the median, 1 client, ms', measured: showMedian(spread(addedMs), 2), aim: '≤ 1' },
  ];
}
