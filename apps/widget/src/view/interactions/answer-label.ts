import type { FormField, Interaction } from '@guichet/protocol/interaction';
import type { Language } from '@guichet/protocol/language';
import { formatDay, formatMoney } from '../../i18n/format.ts';
import { interactionStrings } from '../../i18n/interaction-strings.ts';
import type { InteractionAnswer } from '../../transport/answer-store.ts';

/** What stands in the conversation for an answer: the labels of what was chosen, and of a secret only that it was given. */
export function answerLabel(interaction: Interaction, answer: InteractionAnswer, language: Language): string {
  switch (interaction.type) {
    case 'choice':
      return interaction.options.find(({ value }) => value === answer.value)?.label ?? answer.value ?? '';
    case 'confirm':
      return answer.confirmed === true ? interaction.confirmLabel : interaction.cancelLabel;
    case 'form':
      return formLabel(interaction.fields, answer.values ?? {}, language) || interaction.submitLabel;
    default:
      return interactionStrings(language).codeGiven;
  }
}

function formLabel(fields: readonly FormField[], values: Record<string, string>, language: Language): string {
  const { colon } = interactionStrings(language);
  return fields
    .map((field) => [field.label, shownValue(field, values[field.name] ?? '', language)] as const)
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `${label}${colon}${value}`)
    .join('\n');
}

function shownValue({ kind, options, currency }: FormField, value: string, language: Language): string {
  const option = options?.find((offered) => offered.value === value);
  if (option !== undefined) return option.label;
  if (kind === 'date') return formatDay(value, language);
  return kind === 'money' && currency !== undefined ? formatMoney(value, currency, language) : value;
}
