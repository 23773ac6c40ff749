import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { GenerateRequest, GenerationPart } from '@guichet/protocol/generate';
import type { InferenceStatus } from '@guichet/protocol/inference-status';

const root = join(import.meta.dirname, '../../../..');
export const encoderPack = join(root, 'models/encoder');
export const generatorPack = join(root, '.guichet/packs/smollm2-135m-instruct');
const token = 'a-token-for-these-tests';

export interface TestService {
  url: string;
  /** A request as the gateway sends it; a body makes it a POST. */
  call(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  status(): Promise<InferenceStatus>;
  /** Waits until both engines are ready, or known to be missing. */
  settled(): Promise<InferenceStatus>;
  stop(): Promise<void>;
}

/** Runs the service as a process of its own, with the packs that are shipped unless told otherwise. */
export async function startService(environment: Record<string, string> = {}): Promise<TestService> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [join(root, 'apps/inference/src/main.ts')], {
    env: {
      GUICHET_PORT: String(port),
      GUICHET_SERVICE_TOKEN: token,
      GUICHET_ENCODER_PACK: encoderPack,
      GUICHET_GENERATOR_PACK: generatorPack,
      GUICHET_ENGINE_THREADS: '2',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const call: TestService['call'] = (path, body, headers = {}) =>
    fetch(`${url}${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
      headers: { ...gatewayHeaders(), 'content-type': 'application/json', ...headers },
    });
  const status = async () => (await call('/v1/status')).json() as Promise<InferenceStatus>;
  const settled = () =>
    until(async () => {
      const now = await status().catch(() => undefined);
      const done = (state: string) => state === 'ready' || state === 'missing';
      return now !== undefined && done(now.encoder.state) && done(now.generator.state) ? now : undefined;
    });
  await settled();
  return {
    url,
    call,
    status,
    settled,
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

/** What the gateway sends with every call. */
export function gatewayHeaders(serviceToken = token, now = Date.now()): Record<string, string> {
  const signed = `test-bank.${Math.floor(now / 1000)}`;
  const signature = createHmac('sha256', serviceToken).update(signed).digest('hex');
  return { authorization: `Bearer ${serviceToken}`, 'x-guichet-tenant': `${signed}.${signature}` };
}

export const generation: GenerateRequest = {
  system: 'Answer from the text.',
  passages: [
    {
      articleId: 'a',
      title: 'Cards',
      text: 'A new card takes 3 to 5 working days in the UK. Tracking is for express only.',
    },
  ],
  question: 'How long does a new card take?',
  language: 'en',
  experts: [],
  maxTokens: 24,
};

/** The parts of a generation, as they come. */
export async function* readParts(response: Response): AsyncGenerator<GenerationPart> {
  let pending = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    pending += chunk;
    const events = pending.split('\n\n');
    pending = events.pop() ?? '';
    for (const event of events) yield JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? 'null');
  }
}

/** What `read` gives, as soon as it gives something. */
export async function until<Value>(read: () => Promise<Value | undefined>): Promise<Value> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const value = await read();
    if (value !== undefined) return value;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('Waited in vain.');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}
