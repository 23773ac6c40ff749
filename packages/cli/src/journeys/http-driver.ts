import type { ConversationCreated } from '@guichet/protocol/conversation';
import type { ErrorBody } from '@guichet/protocol/errors';
import type { InteractionStatus } from '@guichet/protocol/interaction';
import type { TurnAnswer } from '@guichet/protocol/message';
import { booksOf, type DemoBank, effectsOf } from './demo-bank.ts';
import type { Driver, Outcome, Talk } from './driver.ts';

export interface HttpDriverOptions {
  gateway: string;
  /** The key of web pages: journeys may do what a customer may, and no more. */
  publishableKey: string;
  bank: DemoBank;
}

/** Leads conversations with a running platform through its HTTP API alone, as the chat element does. */
export function createHttpDriver({ gateway, publishableKey, bank }: HttpDriverOptions): Driver {
  return {
    movesClock: false,
    resetBank: () => bank.reset(),
    setBank: (mode) => bank.setMode(mode),
    async open({ language, identity }) {
      const identityToken = identity === undefined ? undefined : await bank.token(identity);
      const created = await call(gateway, {
        path: '/v1/conversations',
        key: publishableKey,
        body: { language, identityToken },
      });
      if (!created.ok) throw new Error(`No conversation: ${await created.text()}`);
      const { id, sessionToken } = (await created.json()) as ConversationCreated;
      return talkOver({ gateway, bank, path: `/v1/conversations/${id}`, key: sessionToken, customer: identity });
    },
  };
}

interface Line {
  gateway: string;
  bank: DemoBank;
  path: string;
  key: string;
  customer: string | undefined;
}

function talkOver({ gateway, bank, path, key, customer: signedIn }: Line): Talk {
  let customer = signedIn;
  const post = async (below: string, body: unknown) =>
    toOutcome(await call(gateway, { path: `${path}${below}`, key, body }));
  return {
    say: (text, clientMessageId) => post('/messages', { text, clientMessageId }),
    answer: (id, body, clientMessageId) =>
      post(`/interactions/${encodeURIComponent(id)}`, { ...body, clientMessageId }),
    async signIn(name) {
      const response = await call(gateway, { path: `${path}/identity`, key, body: { token: await bank.token(name) } });
      if (!response.ok) return toOutcome(response);
      customer = name;
      return { text: '', sources: [], choices: [] };
    },
    async stateOf(id) {
      const response = await call(gateway, { path: `${path}/interactions/${encodeURIComponent(id)}`, key });
      return ((await response.json()) as InteractionStatus).state;
    },
    stored: async () => (await call(gateway, { path: `${path}/messages?limit=100`, key })).text(),
    async sentCode() {
      const { customers } = await bank.state();
      const digits = customers.find(({ id }) => id === customer)?.code?.digits;
      if (digits === undefined) throw new Error('the bank has sent no code');
      return digits;
    },
    effects: async () => effectsOf(await bank.state()),
    books: async () => booksOf(await bank.state()),
  };
}

function call(gateway: string, { path, key, body }: { path: string; key: string; body?: unknown }): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, accept: 'application/json', 'content-type': 'application/json' };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  return fetch(new URL(path, gateway), init);
}

async function toOutcome(response: Response): Promise<Outcome> {
  if (!response.ok) {
    const body = (await response.json().catch(() => null)) as ErrorBody | null;
    return { error: body?.error.code ?? `status ${response.status}`, text: '', sources: [], choices: [] };
  }
  const { reply, decision } = (await response.json()) as TurnAnswer;
  const { text, language, sources, choices, interaction, degradedReason } = reply;
  return {
    decision,
    language,
    text,
    sources: sources.map(({ articleId }) => articleId),
    choices: choices.map(({ label }) => label),
    ...(interaction === undefined ? {} : { interaction }),
    ...(degradedReason === undefined ? {} : { degraded: degradedReason }),
  };
}
