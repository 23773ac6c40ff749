import { z } from 'zod';
import type { BankMode } from './journey-schema.ts';

const card = z.object({ last4: z.string(), status: z.string() });
const entry = z.object({ id: z.string(), status: z.string(), disputed: z.boolean().optional() });
const customer = z.object({
  id: z.string(),
  address: z.string(),
  cards: z.array(card),
  transactions: z.array(entry),
  transfers: z.array(entry),
  code: z.object({ digits: z.string() }).optional(),
});
const bankState = z.object({
  customers: z.array(customer),
  cases: z.array(z.object({ number: z.string(), action: z.string() })),
  log: z.array(z.object({ action: z.string(), outcome: z.string() })),
});

export type BankState = z.output<typeof bankState>;

/** The demo bank of `npm start`, over its own small page's addresses. */
export interface DemoBank {
  state(): Promise<BankState>;
  token(customer: string): Promise<string>;
  setMode(mode: BankMode): Promise<void>;
  reset(): Promise<void>;
}

/** The bank at an address; everything throws where it does not answer. */
export function openDemoBank(address: string): DemoBank {
  const call = async (path: string, method = 'GET'): Promise<unknown> => {
    const response = await fetch(new URL(path, address), { method });
    if (!response.ok) throw new Error(`The demo bank answered ${response.status} to ${path}.`);
    return response.json();
  };
  return {
    state: async () => bankState.parse(await call('/state')),
    token: async (name) =>
      z.object({ token: z.string() }).parse(await call(`/token?customer=${encodeURIComponent(name)}`)).token,
    setMode: async (mode) => void (await call(`/mode?mode=${mode}`, 'POST')),
    reset: async () => void (await call('/reset', 'POST')),
  };
}

const readActions = new Set(['cards.list', 'transactions.list', 'transfers.list', 'refunds.status', 'account.get']);

/** Actions that changed something, in order; sending and checking codes apart. */
export function effectsOf({ log }: BankState): string[] {
  return log
    .filter(({ action, outcome }) => outcome === 'done' && !readActions.has(action) && !action.startsWith('identity.'))
    .map(({ action }) => action);
}

/** The books as lines for people. */
export function booksOf({ customers, cases }: BankState): string[] {
  return [
    ...customers.flatMap(({ id, address, cards, transactions, transfers }) => [
      `${id} lives at ${address}`,
      ...cards.map(({ last4, status }) => `${id} card ${last4} ${status}`),
      ...[...transactions, ...transfers].map((one) => `${one.id} ${one.disputed === true ? 'disputed' : one.status}`),
    ]),
    ...cases.map(({ number, action }) => `case ${number} ${action}`),
  ];
}
