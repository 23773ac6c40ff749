import { Agent, request as send } from 'node:http';
import { spread } from '../statistics.ts';

export interface LoadOptions {
  clients: number;
  seconds: number;
}

export interface LoadResult {
  perSecond: number;
  medianMs: number;
}

/** Sends one request over and over from this many clients, each on a connection that it keeps. Throws for an answer that is no success. */
export async function load(url: string, init: RequestInit, { clients, seconds }: LoadOptions): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const until = performance.now() + seconds * 1_000;
  const times: number[] = [];
  const begun = performance.now();
  const client = async () => {
    while (performance.now() < until) {
      const sent = performance.now();
      await once(url, init, agent);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const took = (performance.now() - begun) / 1_000;
  agent.destroy();
  return { perSecond: times.length / took, medianMs: spread(times).p50 };
}

function once(url: string, { method = 'GET', headers, body }: RequestInit, agent: Agent): Promise<void> {
  return new Promise((done, fail) => {
    const outgoing = send(url, { method, headers: headers as Record<string, string>, agent }, (response) => {
      if (response.statusCode !== 200) return fail(new Error(`${url} answered ${response.statusCode}.`));
      response.on('end', done).on('error', fail).resume();
    });
    outgoing.on('error', fail).end(body);
  });
}
