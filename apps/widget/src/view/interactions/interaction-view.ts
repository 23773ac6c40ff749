import type { Interaction } from '@guichet/protocol/interaction';
import type { Language } from '@guichet/protocol/language';
import type { InteractionStrings } from '../../i18n/interaction-strings.ts';
import type { ShownInteraction } from '../../state/interaction-phase.ts';
import type { InteractionAnswer } from '../../transport/answer-store.ts';
import { caseView } from './case-view.ts';
import { choiceView } from './choice-view.ts';
import { confirmView } from './confirm-view.ts';
import { formView } from './form-view.ts';
import { secretView } from './secret-view.ts';

/** An interaction on the screen: built once, so that what is typed in it stays, and changed by its phase alone. */
export interface InteractionView {
  element: HTMLElement;
  update(shown: ShownInteraction): void;
  /** Puts the focus into its first field; a view without fields leaves it where it is. */
  focus?(): void;
}

export interface InteractionContext {
  strings: InteractionStrings;
  language: Language;
  /** What is typed and not sent yet; kept while the element is there. */
  draft: Record<string, string>;
  onAnswer(answer: InteractionAnswer): void;
  announce(text: string): void;
}

/** The view of an interaction by its type. */
export function interactionView(interaction: Interaction, context: InteractionContext): InteractionView {
  switch (interaction.type) {
    case 'form':
      return formView(interaction, context);
    case 'choice':
      return choiceView(interaction, context);
    case 'confirm':
      return confirmView(interaction, context);
    case 'secret':
      return secretView(interaction, context);
    case 'case':
      return caseView(interaction, context);
  }
}
