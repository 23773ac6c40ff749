import { type ComposedText, noUsage } from './composition.ts';

/** One of the assistant's own phrases, in one piece. */
export async function* composePhrase(text: string): ComposedText {
  yield text;
  return { composition: 'fixed', sources: [], degradedReason: undefined, usage: noUsage };
}
