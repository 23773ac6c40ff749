import type { Interaction } from '@guichet/protocol/interaction';
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
  /** Assistant's: what the customer is asked to do. */
  interaction?: Interaction | undefined;
  /** Customer's: id of the interaction that it answers. */
  answers?: string | undefined;
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
  /** Interactions that can no longer be answered, by their ids, as far as the gateway said so. */
  closed: Readonly<Record<string, 'used' | 'expired'>>;
}

/** The state before anything happened. */
export function initialState(language: Language): ChatState {
  return { open: false, language, loading: false, unreachable: false, messages: [], closed: {} };
}
