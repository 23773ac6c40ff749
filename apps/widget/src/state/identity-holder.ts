import type { Language } from '@guichet/protocol/language';
import type { ChatApi } from '../transport/chat-api.ts';
import { ChatError } from '../transport/chat-error.ts';
import type { Session } from '../transport/session-store.ts';

export interface IdentityHolder {
  /** Opens a conversation, as a known customer where a token is at hand. */
  open(language: Language): Promise<Session>;
  /** Takes a token: for the conversation that is open, or for the one to come. Gives the code of a refusal. */
  identify(session: Session | null, token: string): Promise<ChatError['code'] | undefined>;
}

/** Holds an identity token until a request can carry it. It works once, and is forgotten then. */
export function createIdentityHolder(api: Pick<ChatApi, 'createConversation' | 'identify'>): IdentityHolder {
  let held: string | undefined;
  return {
    async open(language) {
      const token = held;
      held = undefined;
      return api.createConversation(language, token).catch((error: unknown) => {
        // A token that ran out while the chat was closed must not keep the customer from asking.
        if (!(error instanceof ChatError) || error.code !== 'identity_invalid') throw error;
        return api.createConversation(language);
      });
    },
    async identify(session, token) {
      if (session === null) {
        held = token;
        return undefined;
      }
      try {
        await api.identify(session, token);
        return undefined;
      } catch (error) {
        return error instanceof ChatError ? error.code : 'internal';
      }
    },
  };
}
