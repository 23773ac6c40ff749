import type { ServiceContext } from '../context.ts';
import type { Caller } from '../security/caller.ts';
import { revealValue } from './reveal-value.ts';

const placeholder = /<[A-Z_]{1,24}_\d{1,6}>/g;

/** A text with the values in place of its placeholders, for a sensitive field of a signed action. An unknown one stays as it is. */
export async function revealText(
  context: ServiceContext,
  caller: Caller,
  { conversationId, text }: { conversationId: string; text: string },
): Promise<string> {
  const names = [...new Set(text.match(placeholder))];
  const values = await Promise.all(
    names.map(
      async (name) => [name, await revealValue(context, caller, { conversationId, placeholder: name })] as const,
    ),
  );
  const known = new Map(values);
  return text.replace(placeholder, (name) => known.get(name) ?? name);
}
