import type { DialogueState } from '@guichet/dialogue/dialogue-state';
import type { Language } from '@guichet/protocol/language';

/** The language to answer in. Numbers alone, and a bare "OK" in a flow, are in none: the conversation's own holds. */
export function languageOf(
  text: string,
  { language, flows }: Pick<DialogueState, 'language' | 'flows'>,
  guess: Language,
): Language {
  if (language === null || /\p{Script=Han}/u.test(text)) return guess;
  const word = flows.length > 0 && /^\P{L}*(?:yes|okay|no|cancel|skip)\P{L}*$/iu.test(text);
  return word || !/\p{L}{3}/u.test(text) ? language : guess;
}
