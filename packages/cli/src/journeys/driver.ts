import type { Interaction, InteractionState } from '@guichet/protocol/interaction';
import type { Language } from '@guichet/protocol/language';
import type { Decision } from '@guichet/protocol/message';
import type { BankMode } from './journey-schema.ts';

/** What came back for a message or an answer. */
export interface Outcome {
  /** Of the error, where the gateway refused. */
  error?: string;
  decision?: Decision;
  language?: Language;
  text: string;
  sources: string[];
  choices: string[];
  interaction?: Interaction;
  /** Why a part of the platform was missing for this answer. */
  degraded?: string;
}

/** What a customer sends in answer to an interaction. */
export type AnswerBody =
  | { confirmed: boolean }
  | { value: string }
  | { values: Record<string, string> }
  | { code: string };

/** One conversation, however it is led. `id` is the client's own: the same one twice is one turn. */
export interface Talk {
  say(text: string, id: string): Promise<Outcome>;
  answer(interactionId: string, body: AnswerBody, id: string): Promise<Outcome>;
  signIn(customer: string): Promise<Outcome>;
  /** Where the clock can be moved. */
  wait?(minutes: number): Promise<void>;
  stateOf(interactionId: string): Promise<InteractionState>;
  /** Everything that is kept of the conversation, as text. */
  stored(): Promise<string>;
  /** The code that the bank sent last. */
  sentCode(): Promise<string>;
  /** Actions that changed something at the bank, in order. */
  effects(): Promise<string[]>;
  /** The bank's books, a line for each thing. */
  books(): Promise<string[]>;
}

/** Where journeys take place. */
export interface Driver {
  open(options: { language: Language; identity?: string | undefined }): Promise<Talk>;
  /** The bank as it was at first. */
  resetBank(): Promise<void>;
  setBank(mode: BankMode): Promise<void>;
  movesClock: boolean;
}
