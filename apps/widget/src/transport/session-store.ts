/** A conversation this browser may read and write. */
export interface Session {
  id: string;
  sessionToken: string;
}

export interface SessionStore {
  load(): Session | null;
  save(session: Session): void;
  clear(): void;
}

/** Keeps the session in a storage under the publishable key's name. A browser that forbids storage just forgets. */
export function createSessionStore(storage: () => Storage, publishableKey: string): SessionStore {
  const name = `guichet:${publishableKey}`;
  const quietly = <Result>(work: () => Result): Result | null => {
    try {
      return work();
    } catch {
      return null;
    }
  };
  return {
    load: () => quietly(() => readSession(storage().getItem(name))),
    save: (session) => void quietly(() => storage().setItem(name, JSON.stringify(session))),
    clear: () => void quietly(() => storage().removeItem(name)),
  };
}

function readSession(text: string | null): Session | null {
  const value = JSON.parse(text ?? 'null') as Partial<Session> | null;
  return typeof value?.id === 'string' && typeof value.sessionToken === 'string'
    ? { id: value.id, sessionToken: value.sessionToken }
    : null;
}
