import type { Outcome } from '@guichet/cli/journeys/driver';
import { fillText } from '@guichet/dialogue/flow/template';
import { flowPhrase } from '@guichet/dialogue/policy/flow-phrases';
import type { PolicyOutput, StepResult } from '@guichet/dialogue/policy/policy-types';
import type { Language } from '@guichet/protocol/language';

/** The steps of one turn as a customer would see them; an article's words are its id here. */
export function tellOutputs(results: readonly StepResult[], language: Language): Outcome {
  const outputs = results.flatMap(({ decisions }) => decisions);
  const offers = outputs.flatMap((output) => (output.type === 'offer' ? [output.interaction] : []));
  const interaction = offers.findLast(({ type }) => type !== 'case') ?? offers.at(-1);
  const handedOver = outputs.some(({ type }) => type === 'handoff');
  const decision = handedOver ? 'handoff' : results[0]?.decision;
  return {
    ...(decision === undefined ? {} : { decision }),
    language,
    text: outputs.flatMap((output) => toLine(output, language)).join('\n'),
    sources: outputs.flatMap(toSource),
    choices: results.flatMap(({ choices }) => choices.map(({ label }) => label)),
    ...(interaction === undefined ? {} : { interaction }),
  };
}

function toLine(output: PolicyOutput, language: Language): string[] {
  if (output.type === 'say') return [fillText(output.text[language], output.values)];
  if (output.type === 'flow-phrase') return [flowPhrase(output.name, language, output.values)];
  return output.type === 'answer' ? [output.articleId] : [];
}

function toSource(output: PolicyOutput): string[] {
  if (output.type === 'answer') return [output.articleId];
  return output.type === 'say' && output.article !== undefined ? [output.article] : [];
}
