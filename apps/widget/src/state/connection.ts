import type { Assurance } from '@guichet/protocol/assurance';
import type { Language } from '@guichet/protocol/language';
import type { ChatApi } from '../transport/chat-api.ts';
import { ChatError } from '../transport/chat-error.ts';
import type { Session, SessionStore } from '../transport/session-store.ts';

/** A token that says who the customer is, or where to get a fresh one: each works once. `null` where nobody is signed in. */
export type IdentitySource = string | (() => string | null | Promise<string | null>) | null;

export interface Connection {
  session(): Session | null;
  /** The conversation, opened now where there is none. */
  ensure(): Promise<Session>;
  /** Forgets the conversation in this browser. */
  forget(): void;
  /** Takes a new identity; says whether the conversation was given up for it. */
  setIdentity(source: IdentitySource): boolean;
  /** Hands the identity to the open conversation, if both are there; says whether the conversation was given up. */
  prove(): Promise<boolean>;
}

export interface ConnectionOptions {
  api: ChatApi;
  store: SessionStore;
  language(): Language;
  onIdentity(result: { assurance: Assurance } | { refused: string }): void;
}

const refusals = new Set<string>(['identity_invalid', 'identity_conflict']);

/** Holds the conversation's session and who the customer is. */
export function createConnection({ api, store, language, onIdentity }: ConnectionOptions): Connection {
  let session = store.load();
  let opening: Promise<Session> | null = null;
  let source: IdentitySource = null;

  const keep = (opened: Session, known: boolean): Session => {
    session = known ? { ...opened, known } : opened;
    store.save(session);
    return session;
  };
  const forget = () => {
    session = null;
    store.clear();
  };
  const token = async () => (typeof source === 'function' ? await source() : source);
  // A token works once; a function gives the next one.
  const spent = () => {
    if (typeof source === 'string') source = null;
  };
  const refuse = (error: unknown): string => {
    if (!(error instanceof ChatError) || !refusals.has(error.code)) throw error;
    spent();
    onIdentity({ refused: error.code });
    return error.code;
  };

  const open = async (): Promise<Session> => {
    const given = await token().catch(() => null);
    if (given === null) return keep(await api.createConversation(language(), null), false);
    try {
      const opened = keep(await api.createConversation(language(), given), true);
      spent();
      onIdentity({ assurance: 'verified' });
      return opened;
    } catch (error) {
      refuse(error);
      return keep(await api.createConversation(language(), null), false);
    }
  };

  return {
    session: () => session,
    async ensure() {
      if (session !== null) return session;
      opening ??= open().finally(() => {
        opening = null;
      });
      return opening;
    },
    forget,
    setIdentity(given) {
      source = given;
      const leaving = given === null && session?.known === true;
      if (leaving) forget();
      return leaving;
    },
    async prove() {
      const present = session;
      const given = present === null ? null : await token().catch(() => null);
      if (present === null || given === null) return false;
      try {
        const assurance = await api.identify(present, given);
        spent();
        keep(present, true);
        onIdentity({ assurance });
        return false;
      } catch (error) {
        const other = refuse(error) === 'identity_conflict';
        if (other) forget();
        return other;
      }
    },
  };
}
