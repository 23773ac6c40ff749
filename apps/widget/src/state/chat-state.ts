import type { Language } from '@guichet/protocol/language';
import type { Choice, DegradedReason, Source } from '@guichet/protocol/message';

/** One bubble. */
export interface ChatMessage {
  key: string;
  role: 'customer' | 'assistant';
  text: string;
  status: 'sending' | 'sent' | 'failed' | 'streaming' | 'done' | 'cut';
  sources: Source[];
  choices: Choice[];
  degraded: boolean;
  degradedReason?: DegradedReason | undefined;
  handoff: boolean;
  /** Why it failed, for `failed`. */
  errorCode?: string;
}

/** Everything the view draws from. */
export interface ChatState {
  open: boolean;
  language: Language;
  loading: boolean;
  /** The history could not be loaded; the customer can try again. */
  unreachable: boolean;
  messages: ChatMessage[];
}

/** The state before anything happened. */
export function initialState(language: Language): ChatState {
  return { open: false, language, loading: false, unreachable: false, messages: [] };
}
