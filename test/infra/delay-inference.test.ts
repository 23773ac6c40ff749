import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { delayInference } from '../../infra/dev/delays/delay-inference.ts';

test('a delayed call arrives whole, is held that long, and its answer streams', async () => {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    response.writeHead(200, { 'content-type': 'text/plain' }).write(`${request.url} ${request.headers['x-a']} ${body}`);
    setTimeout(() => response.end(' end'), 200);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = await delayInference(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 60);
  const begun = performance.now();
  const response = await fetch(`${url}/v1/x?y=1`, { method: 'POST', body: 'text', headers: { 'x-a': 'b' } });
  expect(performance.now() - begun).toBeGreaterThanOrEqual(55);
  const chunks: string[] = [];
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) chunks.push(chunk);
  expect(chunks.join('')).toBe('/v1/x?y=1 b text end');
  expect(chunks.length).toBeGreaterThan(1);
  server.close();
});
