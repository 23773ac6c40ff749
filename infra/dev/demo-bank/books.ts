/** A card of a customer. */
export interface Card {
  id: string;
  name: { en: string; zh: string };
  last4: string;
  status: 'active' | 'frozen' | 'lost' | 'swallowed';
}

/** A payment by card, or a transfer to somebody. Amounts are in minor units. */
export interface Entry {
  id: string;
  cardId?: string;
  name: { en: string; zh: string };
  amountMinor: number;
  currency: string;
  date: string;
  status: 'completed' | 'declined' | 'pending' | 'cancelled' | 'refunding';
  disputed?: boolean;
}

export interface Customer {
  id: string;
  name: { en: string; zh: string };
  phone: string;
  address: string;
  balanceMinor: number;
  cards: Card[];
  transactions: Entry[];
  transfers: Entry[];
  /** The one-time code that was sent last. */
  code?: { digits: string; sentAt: number; wrong: number };
}

export interface Case {
  number: string;
  customerId: string | null;
  action: string;
  openedAt: number;
  followUpBy: string;
}

/** One line of what happened, newest last. */
export interface LogLine {
  at: number;
  action: string;
  customerId: string | null;
  outcome: string;
}

export interface Books {
  customers: Customer[];
  cases: Case[];
  /** Answers by idempotency key: the same key does a thing once. */
  answers: Record<string, Answer>;
  /** How often each key took effect. More than once would be a fault. */
  effects: Record<string, number>;
  log: LogLine[];
}

export type Answer = { status: 'done'; result: Record<string, unknown> } | { status: 'failed'; code: string };
