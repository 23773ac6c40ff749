// Stands in for the inference service where a test needs it to fail in a certain way, and to work in a certain way otherwise.
// The first part of the path chooses how: /ok, /slow, /dies, /nonsense, /missing. The end-to-end test uses the real one.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GenerationPart } from '@guichet/protocol/generate';
import type { EncoderResponse } from '@guichet/protocol/understand';
import type { TestProject } from 'vitest/node';

/** Every body received since the start, for tests that search what a model gets to see; given out at `/seen`. */
const seen: string[] = [];

type Respond = (response: ServerResponse, body: Record<string, unknown>) => void | Promise<void>;

/** Starts the stand-in before all tests and hands its address to them. */
export async function setup(project: TestProject): Promise<() => void> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  project.provide('inferenceUrl' as never, `http://127.0.0.1:${(server.address() as AddressInfo).port}` as never);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, mode = '', ...path] = (request.url ?? '').split('/');
  const endpoint = path.join('/');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (mode === 'seen') return sendJson(response, seen);
  const raw = Buffer.concat(chunks).toString();
  seen.push(raw);
  const body = raw === '' ? {} : JSON.parse(raw);
  if (mode === 'slow') return;
  if (mode === 'missing') return fail(response);
  const respond = responses[endpoint];
  if (respond === undefined) response.writeHead(404).end();
  else await respond(response, { ...body, mode });
}

const responses: Record<string, Respond> = {
  'v1/status': (response) => {
    const engine = { state: 'ready', pid: 1, model: { name: 'test-encoder', version: '1' }, restarts: 0, detail: null };
    sendJson(response, { encoder: engine, generator: { ...engine, experts: [] } });
  },
  'v1/understand': (response, body) => sendJson(response, understand(String((body.texts as string[])[0]))),
  'v1/embed': (response, body) => {
    const embeddings = (body.texts as string[]).map(embed);
    sendJson(response, { model: { name: 'test-encoder', version: '1' }, dimensions: 4, embeddings, tokens: 7 });
  },
  'v1/generate': async (response, body) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const [passage] = body.passages as { text: string }[];
    send(response, { type: 'generation-start', model: { name: 'test-generator', version: '1' }, experts: [] });
    if (body.mode === 'nonsense')
      send(response, { type: 'text-delta', delta: 'Buy shares of moon cheese now at 99 %. ' });
    else for (const word of `${passage?.text} `.split(/(?<= )/)) send(response, { type: 'text-delta', delta: word });
    if (body.mode === 'dies') {
      await new Promise((done) => setTimeout(done, 50));
      response.destroy();
      return;
    }
    const usage = { promptTokens: 10, cachedTokens: 0, completionTokens: 5 };
    send(response, { type: 'generation-end', finishReason: 'stop', usage });
    response.end();
  },
};

function understand(text: string): EncoderResponse {
  const rejectScore = /weather/.test(text) ? 0.95 : 0.05;
  const confidence = /perhaps/.test(text) ? 0.3 : 0.9;
  return {
    model: { name: 'test-encoder', version: '1' },
    thresholds: { reject: 0.5, accept: { en: 0.6, zh: 0.6 } },
    results: [
      {
        language: /\p{Script=Han}/u.test(text) ? { en: 0, zh: 1, other: 0 } : { en: 1, zh: 0, other: 0 },
        intents: [
          { intent: 'exchange_rate', confidence },
          { intent: 'card_arrival', confidence: 0.05 },
        ],
        rejectScore,
        urgency: 0,
        complaint: 0,
        embedding: embed(text),
        truncated: false,
      },
    ],
  };
}

/** Enough of a meaning to tell cards from rates. */
function embed(text: string): number[] {
  return [/card|卡/i.test(text) ? 1 : 0, /rate|汇率/i.test(text) ? 1 : 0, 0.1, 0];
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function send(response: ServerResponse, part: GenerationPart): void {
  response.write(`event: ${part.type}\ndata: ${JSON.stringify(part)}\n\n`);
}

function fail(response: ServerResponse): void {
  const error = { code: 'model_missing', message: 'No language model is installed.', requestId: 'test' };
  response.writeHead(503, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
}
