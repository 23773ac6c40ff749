import type { Interaction } from '@guichet/protocol/interaction';
import type { ChatState } from './chat-state.ts';

/**
 * `sending`: an answer or another message is on its way, and until its reply is there nothing can be pressed. `over`: no longer asked,
 * since it was answered in words or something else came first.
 */
export type InteractionPhase = 'open' | 'sending' | 'used' | 'expired' | 'over';

/** An interaction as it stands now. */
export interface ShownInteraction {
  interaction: Interaction;
  /** The message under which it is shown: the last one that offers it. */
  messageKey: string;
  phase: InteractionPhase;
  /** What the customer's next message said, if any: with it the chosen button is known, after a reload, too. */
  answer: string | null;
}

/** Every interaction of the conversation once, in order. One that was offered again is shown where it was offered last. */
export function shownInteractions(state: ChatState): ShownInteraction[] {
  const shown = new Map<string, ShownInteraction>();
  state.messages.forEach(({ interaction, key, status }, index) => {
    if (interaction === undefined || status === 'streaming') return;
    shown.delete(interaction.id);
    shown.set(interaction.id, { interaction, messageKey: key, ...standing(state, interaction, index) });
  });
  return [...shown.values()];
}

/** The one that waits for an answer. */
export function openInteraction(state: ChatState): ShownInteraction | undefined {
  return shownInteractions(state).findLast(({ phase, interaction }) => phase === 'open' && interaction.type !== 'case');
}

/**
 * A question that is still open is asked again with each answer, so a later answer without it means that it is over.
 */
function standing(
  { messages, closed }: ChatState,
  interaction: Interaction,
  index: number,
): Pick<ShownInteraction, 'phase' | 'answer'> {
  const later = messages.slice(index + 1);
  const answer = later.find(({ role, status }) => role === 'customer' && status !== 'failed')?.text ?? null;
  const known = closed[interaction.id];
  if (known !== undefined) return { phase: known, answer };
  if (later.some(({ role, status }) => role === 'assistant' && status === 'done'))
    return { phase: answer !== null && isAnswer(interaction, answer) ? 'used' : 'over', answer };
  const waiting = later.some(({ status }) => status === 'sending' || status === 'streaming');
  return { phase: waiting ? 'sending' : 'open', answer };
}

/** Whether a message of the history is what stands there for a pressed answer. */
function isAnswer(interaction: Interaction, text: string): boolean {
  switch (interaction.type) {
    case 'choice':
      return interaction.options.some(({ label }) => label === text);
    case 'confirm':
      return text === interaction.confirmLabel || text === interaction.cancelLabel;
    case 'form':
      return interaction.fields.some(({ label }) => text.startsWith(`${label}: `) || text.startsWith(`${label}：`));
    default:
      return false;
  }
}
