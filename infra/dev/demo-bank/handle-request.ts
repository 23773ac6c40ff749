import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ActionMessage, Bank } from './bank.ts';
import { identityToken } from './identity-token.ts';
import type { DemoBankOptions } from './main.ts';
import { answerInMode, currentMode, isMode, modes, setMode } from './modes.ts';
import { isSigned } from './verify-signature.ts';

export interface HandleInput {
  bank: Bank;
  options: Pick<DemoBankOptions, 'actionsSecret' | 'identityKey' | 'audience' | 'siteOrigin'>;
  request: IncomingMessage;
  response: ServerResponse;
}

const longestBody = 64 * 1_024;
const page = readFileSync(new URL('page.html', import.meta.url), 'utf8');
const script = readFileSync(new URL('page.js', import.meta.url), 'utf8');

/** The bank's HTTP face: one address for the platform, the rest for people who try it. */
export async function handleRequest(input: HandleInput): Promise<void> {
  const { request, response } = input;
  try {
    const url = new URL(request.url ?? '/', 'http://bank');
    const route = routes[`${request.method} ${url.pathname}`];
    if (route === undefined) sendJson(response, 404, { error: 'There is nothing here.' });
    else if (!isHere(request)) sendJson(response, 403, { error: 'Only from this machine.' });
    else await route(input, url);
  } catch {
    if (!response.headersSent) sendJson(response, 500, { error: 'Something went wrong.' });
  }
}

type Route = (input: HandleInput, url: URL) => void | Promise<void>;

const routes: Record<string, Route> = {
  'POST /actions': receiveAction,
  'GET /': ({ response }) => void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page),
  'GET /page.js': ({ response }) =>
    void response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script),
  'GET /state': ({ bank, response }) => {
    const { answers: _answers, ...books } = bank.books();
    sendJson(response, 200, { ...books, mode: currentMode(), modes });
  },
  'GET /token': ({ bank, options, response }, url) => {
    const customer = bank.books().customers.find(({ id }) => id === url.searchParams.get('customer'));
    if (customer === undefined) return sendJson(response, 404, { error: 'There is no such customer.' });
    const { identityKey: key, audience } = options;
    // Whoever reaches the demo is who they say; a real bank looks at its own sign-in here.
    response.setHeader('access-control-allow-origin', options.siteOrigin);
    sendJson(response, 200, { token: identityToken({ key, audience, customerId: customer.id, now: Date.now() }) });
  },
  'POST /mode': ({ response }, url) => {
    const mode = url.searchParams.get('mode') ?? '';
    if (!isMode(mode)) return sendJson(response, 400, { error: `Modes are ${modes.join(', ')}.` });
    setMode(mode);
    sendJson(response, 200, { mode });
  },
  'POST /reset': ({ bank, response }) => {
    bank.reset();
    sendJson(response, 200, {});
  },
};

async function receiveAction({ bank, options, request, response }: HandleInput): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) return sendJson(response, 413, { error: 'The body is too large.' });
  if (!isSigned(options.actionsSecret, { headers: request.headers, body, now: Date.now() })) {
    return sendJson(response, 401, { error: 'The signature is not ours.' });
  }
  const message = JSON.parse(body) as ActionMessage;
  await answerInMode(response, () => bank.act(message));
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > longestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Pages of other origins must not work the switches: browsers say where a request comes from. */
function isHere({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' || headers.origin === undefined || headers.origin === `http://${headers.host}`;
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
