import { phrase } from '@guichet/dialogue/phrases';
import type { Language } from '@guichet/protocol/language';
import type { TurnCall } from './turn-call.ts';

/** What a customer is told first whose message held a code or password; empty where it held none. */
export function secretNotice({ settings }: Pick<TurnCall, 'settings'>, language: Language, text: string): string {
  return /<SECRET_\d+>/.test(text) ? `${phrase('secret_masked', settings, language)}\n\n` : '';
}
