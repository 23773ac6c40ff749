import type { Outcome } from './driver.ts';
import type { Turn } from './journey-schema.ts';

/** A turn as a line for people. */
export function tellTurn(turn: Turn): string[] {
  if ('say' in turn) return [`  customer   ${clip(turn.say)}`];
  if ('answer' in turn) return [`  customer   ⟨${JSON.stringify(turn.answer)}⟩`];
  if ('again' in turn) return [`  customer   ⟨the same again: ${turn.again}⟩`];
  if ('sign_in' in turn) return [`  customer   ⟨signs in as ${turn.sign_in}⟩`];
  if ('wait' in turn) return [`             ${turn.wait} minutes pass`];
  return [`  bank       ⟨is now: ${turn.bank}⟩`];
}

/** What came back, as lines for people. */
export function tellOutcome({ error, text, decision, interaction, sources, choices, degraded }: Outcome): string[] {
  if (error !== undefined) return [`  assistant  error ${error}`];
  const offer = interaction === undefined ? [] : [`             ${clip(JSON.stringify(interaction), 400)}`];
  const missing = degraded === undefined ? [] : [`(degraded: ${degraded})`];
  const more = [...missing, ...sources.map((id) => `source ${id}`), ...choices.map((label) => `[${label}]`)];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return [
    ...lines.map((line, index) =>
      index === 0 ? `  assistant  (${decision}) ${clip(line)}` : `             ${clip(line)}`,
    ),
    ...(more.length === 0 ? [] : [`             ${more.join(' · ')}`]),
    ...offer,
  ];
}

function clip(text: string, longest = 160): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
