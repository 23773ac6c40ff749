// Stands in for an institution's own system. The first part of the path chooses how it behaves; the effects of each idempotency key are
// counted, and GET /effects gives them.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { TestProject } from 'vitest/node';

/** What signs the calls in tests. */
export const bankSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

interface Message {
  id: string;
  action: string;
  fields: Record<string, unknown>;
  customer: { sub: string } | null;
}

const effects = new Map<string, number>();
/** By what the customer confirmed, whatever key it came under. */
const byConfirmation = new Map<string, number>();
const received: Message[] = [];
const code = '135790';

/** Starts the stand-in before all tests and hands its address to them. */
export async function setup(project: TestProject): Promise<() => void> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  project.provide('bankUrl' as never, `http://127.0.0.1:${(server.address() as AddressInfo).port}` as never);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, mode = ''] = (request.url ?? '').split('/');
  if (mode === 'effects')
    return sendJson(response, {
      effects: Object.fromEntries(effects),
      byConfirmation: Object.fromEntries(byConfirmation),
      received,
    });
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  try {
    // The library that the standard's makers publish.
    new Webhook(bankSecret).verify(body, request.headers as Record<string, string>);
  } catch {
    return void response.writeHead(401).end();
  }
  await (modes[mode] ?? modes.ok)?.(response, JSON.parse(body) as Message);
}

const modes: Record<string, (response: ServerResponse, message: Message) => void | Promise<void>> = {
  ok: (response, message) => sendJson(response, act(message)),
  // Takes effect, and the answer is lost.
  late: (response, message) => {
    const first = !effects.has(message.id);
    const result = act(message);
    if (!first) sendJson(response, result);
  },
  lost: (response, message) => {
    act(message);
    response.destroy();
  },
  // One in three answers is lost after its effect, one in three before.
  moody: (response, message) => {
    const chance = Math.random();
    if (chance < 0.33) return void response.destroy();
    const result = act(message);
    if (chance < 0.66) return void response.destroy();
    sendJson(response, result);
  },
  down: (response) => void response.writeHead(503).end(),
  nonsense: (response, message) => {
    act(message);
    response.writeHead(200).end('<html>Gateway Timeout</html>');
  },
  wrong: (response) => sendJson(response, { status: 'done', result: { caseNumber: 5 } }),
  redirect: (response) => void response.writeHead(307, { location: '/ok' }).end(),
  huge: async (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const chunk = Buffer.alloc(2 ** 16, ' ');
    for (let sent = 0; sent < 2 ** 30 && !response.destroyed; sent += chunk.length) {
      response.write(chunk);
      await new Promise((done) => setImmediate(done));
    }
    response.end();
  },
};

/** Remembers keys as a good institution does. */
function act(message: Message): unknown {
  const { id, action, fields } = message;
  received.push({ ...message, fields: action === 'identity.check_code' ? {} : fields });
  if (fields.card === 'of-somebody-else') return { status: 'failed', code: 'not_found' };
  if (action === 'identity.check_code' && fields.code !== code) return { status: 'failed', code: 'code_wrong' };
  // Cancelling is done by a system that remembers no keys: each time it is asked, it does it.
  if (!effects.has(id) || action === 'transfers.cancel') {
    effects.set(id, (effects.get(id) ?? 0) + 1);
    const confirmation = String(fields.reason ?? id);
    byConfirmation.set(confirmation, (byConfirmation.get(confirmation) ?? 0) + 1);
  }
  if (action === 'cards.list') return { status: 'done', result: { options: [{ value: 'c1', label: 'Card 1234' }] } };
  if (action === 'cards.report_lost') return { status: 'done', result: { caseNumber: `C-${id.slice(-6)}` } };
  return { status: 'done', result: {} };
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
