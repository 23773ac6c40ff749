import type { Interaction } from '@guichet/protocol/interaction';
import type { InteractionStrings } from '../../i18n/interaction-strings.ts';

/** An interaction as a screen reader says it when it comes. */
export function describe(interaction: Interaction, { colon, ...strings }: InteractionStrings): string {
  switch (interaction.type) {
    case 'form':
      return [interaction.title, ...interaction.fields.map(({ label }) => label)].join('. ');
    case 'choice':
      return `${strings.choose} ${interaction.options.map(({ label }) => label).join('. ')}`;
    case 'confirm': {
      const rows = interaction.rows.map(({ label, value }) => `${label}${colon}${value}`);
      const buttons = `${interaction.confirmLabel} / ${interaction.cancelLabel}`;
      return [interaction.title, ...rows, buttons, strings.escapeCancels].join('. ');
    }
    case 'secret':
      return interaction.label;
    case 'case':
      return [interaction.title, `${strings.caseNumber}${colon}${interaction.caseNumber}`].join('. ');
  }
}
