import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import type { ConversationMessage } from '@guichet/protocol/conversation';
import { type ErrorCode, errorCatalogue } from '@guichet/protocol/errors';
import {
  type Interaction,
  type InteractionState,
  interaction as interactionSchema,
} from '@guichet/protocol/interaction';
import type { Language } from '@guichet/protocol/language';
import { type StreamPart, streamPart } from '@guichet/protocol/stream';
import { offers } from '../fixtures/interactions.ts';

/**
 * A stand-in for the gateway: offers the interaction that a message names ("form", "choice" …), or the open one
 * again after "meanwhile", and keeps to the wire contract.
 */
export interface ScriptedGateway {
  address: string;
  /** Requests that came in, as `POST /path body`. */
  requests: { path: string; body: Record<string, unknown> }[];
  interactions: Map<string, { interaction: Interaction; state: InteractionState }>;
  messages: ConversationMessage[];
  /** How long an answer takes. */
  delayMs: number;
  close(): void;
}

interface Options {
  language: Language;
  /** The page around the element. */
  page: string;
}

interface Posted {
  path: string;
  interactionId: string | undefined;
  body: Record<string, unknown>;
}

/** Starts it on a free port. */
export async function startScriptedGateway({ language, page }: Options): Promise<ScriptedGateway> {
  const server = createServer((request, response) => void serve(request, response));
  const gateway: ScriptedGateway = {
    address: '',
    requests: [],
    interactions: new Map(),
    messages: [],
    delayMs: 0,
    close: () => server.close().closeAllConnections(),
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const interactionId = /\/interactions\/(.+)$/.exec(path)?.[1];
    if (path.endsWith('.js')) script(response, path);
    else if (!path.startsWith('/v1/')) response.setHeader('content-type', 'text/html').end(page);
    else if (request.method === 'POST') await post(response, { path, interactionId, body: await readJson(request) });
    else if (interactionId !== undefined) json(response, gateway.interactions.get(interactionId));
    else json(response, { object: 'list', data: gateway.messages, hasMore: false });
  }

  async function post(response: ServerResponse, { path, interactionId, body }: Posted): Promise<void> {
    gateway.requests.push({ path, body });
    if (path === '/v1/conversations') openConversation(response, body);
    else if (path.endsWith('/identity')) prove(response, String(body.token));
    else {
      await new Promise((done) => setTimeout(done, gateway.delayMs));
      if (interactionId === undefined) turn(response, body, String(body.text));
      else answer(response, body, interactionId);
    }
  }

  function answer(response: ServerResponse, body: Record<string, unknown>, interactionId: string): void {
    const known = gateway.interactions.get(interactionId);
    const repeated = gateway.messages.some((message) => message.clientMessageId === body.clientMessageId);
    if (known === undefined) refuse(response, 'not_found');
    else if (known.state === 'used' && !repeated) refuse(response, 'interaction_used');
    else if (known.state === 'expired') refuse(response, 'interaction_expired');
    else {
      known.state = 'used';
      turn(response, body, labelOf(known.interaction, body));
    }
  }

  function openConversation(response: ServerResponse, { identityToken }: Record<string, unknown>): void {
    gateway.messages = [];
    if (identityToken === 'bad') refuse(response, 'identity_invalid');
    else json(response, { id: 'conv_1', sessionToken: 'cs_1', createdAt: '' });
  }

  function prove(response: ServerResponse, token: string): void {
    if (token === 'bad') refuse(response, 'identity_invalid');
    else if (token === 'other') refuse(response, 'identity_conflict');
    else json(response, { assurance: 'verified' });
  }

  function turn(response: ServerResponse, body: Record<string, unknown>, text: string): void {
    const kind = /\b(form|choice|confirm|secret|case)\b/.exec(text)?.[1] as Interaction['type'] | undefined;
    const offer = kind === undefined ? undefined : offers[language][kind]();
    const seq = gateway.messages.length + 1;
    const present = [...gateway.interactions.values()].findLast(({ state }) => state === 'open')?.interaction;
    const interaction =
      offer === undefined
        ? /meanwhile/.test(text)
          ? present
          : undefined
        : interactionSchema.parse({ ...offer.interaction, id: `int_${seq}` });
    if (interaction !== undefined) gateway.interactions.set(interaction.id, { interaction, state: 'open' });
    const reply = offer?.text ?? (language === 'zh' ? '好的，已办理。' : 'Done. Anything else?');
    gateway.messages.push(
      stored(seq, 'customer', text, { clientMessageId: String(body.clientMessageId), status: 'answered' }),
    );
    gateway.messages.push(stored(seq + 1, 'assistant', reply, interaction === undefined ? {} : { interaction }));
    stream(response, partsOf(`msg_${seq + 1}`, reply, language, interaction));
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  gateway.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return gateway;
}

function script(response: ServerResponse, path: string): void {
  const file = join(import.meta.dirname, '../../../apps/widget/dist', basename(path));
  response.setHeader('content-type', 'text/javascript').end(readFileSync(file));
}

function stored(
  seq: number,
  role: 'customer' | 'assistant',
  text: string,
  more: Partial<ConversationMessage>,
): ConversationMessage {
  return { id: `msg_${seq}`, seq, role, text, language: null, createdAt: '', ...more };
}

function labelOf(interaction: Interaction, body: Record<string, unknown>): string {
  if (interaction.type === 'choice') return interaction.options.find(({ value }) => value === body.value)?.label ?? '';
  if (interaction.type === 'confirm')
    return body.confirmed === true ? interaction.confirmLabel : interaction.cancelLabel;
  return interaction.type === 'form' ? interaction.submitLabel : '•••';
}

function partsOf(id: string, text: string, language: Language, interaction: Interaction | undefined): StreamPart[] {
  const route = { language, intents: [], rejected: false, experts: [], tier: 'edge' };
  const turn = { id: `turn_${id}`, seq: 1 };
  const reply = { id, text, language, sources: [], degraded: false, composition: 'fixed', choices: [], interaction };
  const parts = [
    { type: 'turn-start', turn, replyId: id },
    { type: 'route-set', route, decision: 'flow', language },
    { type: 'text-start', id },
    { type: 'text-delta', id, delta: text },
    { type: 'text-end', id },
    ...(interaction === undefined ? [] : [{ type: 'interaction-offer', interaction }]),
    { type: 'turn-end', answer: { turn, reply, route, decision: 'flow' } },
  ];
  return parts.map((part) => streamPart.parse(part));
}

function stream(response: ServerResponse, parts: readonly StreamPart[]): void {
  response.setHeader('content-type', 'text/event-stream');
  for (const [index, part] of parts.entries())
    response.write(`event: ${part.type}\nid: ${index + 1}\ndata: ${JSON.stringify(part)}\n\n`);
  response.end();
}

function refuse(response: ServerResponse, code: ErrorCode): void {
  json(response, { error: { code, message: code, requestId: 'r' } }, errorCatalogue[code].status);
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
}
