import type { Interaction, InteractionRequest } from '@guichet/protocol/interaction';
import type { Language } from '@guichet/protocol/language';

const codeEntered = { en: 'One-time code entered', zh: '已输入验证码' } as const;

/**
 * What the history shows as the customer's message: the label of what was chosen, never a secret. `undefined` where the request is no answer
 * to an interaction of that type.
 */
export function interactionText(
  interaction: Interaction,
  request: InteractionRequest,
  language: Language,
): string | undefined {
  switch (interaction.type) {
    case 'choice':
      return request.value === undefined ? undefined : labelOf(interaction.options, request.value);
    case 'confirm':
      if (request.confirmed === undefined) return undefined;
      return request.confirmed ? interaction.confirmLabel : interaction.cancelLabel;
    case 'form':
      return request.values === undefined ? undefined : formText(interaction.fields, request.values);
    case 'secret':
      return request.code === undefined ? undefined : codeEntered[language];
    case 'case':
      return undefined;
  }
}

function labelOf(options: readonly { value: string; label: string }[], value: string): string {
  return options.find((option) => option.value === value)?.label ?? '–';
}

function formText(fields: Extract<Interaction, { type: 'form' }>['fields'], values: Record<string, string>): string {
  const rows = fields.flatMap(({ name, label, options }) => {
    const value = Object.hasOwn(values, name) ? (values[name] ?? '').trim() : '';
    return value === '' ? [] : [`${label}: ${options === undefined ? value : labelOf(options, value)}`];
  });
  return rows.length === 0 ? '–' : rows.join('\n');
}
