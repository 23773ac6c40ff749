import type { Interaction } from '@guichet/protocol/interaction';
import type { Outcome, Talk } from './driver.ts';
import type { Expectation } from './journey-schema.ts';
import { matches } from './matches.ts';

/** What a turn left behind. */
export interface Aftermath {
  outcome: Outcome | undefined;
  talk: Talk;
  /** The interaction that was answered last. */
  answered: string | undefined;
}

/** Everything that is not as expected, one sentence each. */
export async function checkTurn(expected: Expectation, { outcome, talk, answered }: Aftermath): Promise<string[]> {
  const faults = outcome === undefined ? [] : checkOutcome(expected, outcome);
  if (expected.effects !== undefined) {
    const done = (await talk.effects()).join(', ') || 'nothing';
    faults.push(...differ('changed at the bank is', done, expected.effects.join(', ') || 'nothing'));
  }
  if (expected.books !== undefined) faults.push(...present('the bank', await talk.books(), expected.books));
  if (expected.state !== undefined) {
    const state = answered === undefined ? 'never answered' : await talk.stateOf(answered);
    faults.push(...differ('the interaction is', state, expected.state));
  }
  if (expected.stored_never !== undefined) {
    const stored = await talk.stored();
    faults.push(...absent('what is stored', [stored], expected.stored_never));
  }
  return faults;
}

function checkOutcome(expected: Expectation, outcome: Outcome): string[] {
  const { interaction } = outcome;
  if (expected.error !== undefined || outcome.error !== undefined) {
    return differ('the error is', outcome.error ?? 'none', expected.error ?? 'none');
  }
  const shown =
    expected.offers === undefined ? [] : differ('offered is', interaction?.type ?? 'nothing', expected.offers);
  return [
    ...(expected.decision === undefined ? [] : differ('the decision is', String(outcome.decision), expected.decision)),
    ...(expected.language === undefined ? [] : differ('the language is', String(outcome.language), expected.language)),
    ...present('the answer', [outcome.text], expected.says),
    ...absent('the answer', [outcome.text], expected.never),
    ...shown,
    ...present('the offer', labelsOf(interaction), expected.options),
    ...present('the rows', rowsOf(interaction), expected.rows),
    ...present('the quick replies', outcome.choices, expected.choices),
    ...(expected.sources ?? []).flatMap((id) => (outcome.sources.includes(id) ? [] : [`no source ${id}`])),
  ];
}

function labelsOf(interaction: Interaction | undefined): string[] {
  if (interaction?.type === 'choice') return interaction.options.map(({ label }) => label);
  if (interaction?.type === 'form') return interaction.fields.map(({ label }) => label);
  if (interaction?.type === 'confirm') return [interaction.confirmLabel, interaction.cancelLabel];
  return interaction === undefined ? [] : [JSON.stringify(interaction)];
}

function rowsOf(interaction: Interaction | undefined): string[] {
  if (interaction?.type === 'confirm') return interaction.rows.map(({ label, value }) => `${label}: ${value}`);
  return interaction === undefined ? [] : [JSON.stringify(interaction)];
}

function present(where: string, texts: readonly string[], wanted: readonly string[] = []): string[] {
  return wanted
    .filter((pattern) => !texts.some((text) => matches(text, pattern)))
    .map((pattern) => `${where} lacks ${JSON.stringify(pattern)}`);
}

/** What must not be there. */
export function absent(where: string, texts: readonly string[], forbidden: readonly string[] = []): string[] {
  return forbidden
    .filter((pattern) => texts.some((text) => matches(text, pattern)))
    .map((pattern) => `${where} holds ${JSON.stringify(pattern)}`);
}

function differ(what: string, actual: string, expected: string): string[] {
  return actual === expected ? [] : [`${what} ${actual}, expected was ${expected}`];
}
