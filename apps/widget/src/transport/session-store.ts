import { createKeptValue, type KeptValue } from './kept-value.ts';

/** A conversation this browser may read and write. */
export interface Session {
  id: string;
  sessionToken: string;
  /** The customer was known in it: after they signed out nobody may read it. */
  known?: boolean;
}

export type SessionStore = KeptValue<Session>;

/** Keeps the session in a storage under the publishable key's name. */
export function createSessionStore(storage: () => Storage, publishableKey: string): SessionStore {
  return createKeptValue(storage, `guichet:${publishableKey}`, readSession);
}

function readSession(value: unknown): Session | null {
  const { id, sessionToken, known } = (value ?? {}) as Partial<Session>;
  return typeof id === 'string' && typeof sessionToken === 'string'
    ? { id, sessionToken, ...(known === true ? { known } : {}) }
    : null;
}
