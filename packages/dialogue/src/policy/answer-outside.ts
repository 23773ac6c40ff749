import { findIntent } from '@guichet/protocol/taxonomy';
import { decide, isSure, type PolicyDecision } from '../decide.ts';
import type { Flow } from '../flow/flow-schema.ts';
import type { MessageEvent } from './policy-types.ts';
import { handOver, type Run } from './run.ts';

/** The intents that a message surely has, in its order: its own, or those of its parts where they are surer. */
export function sureIntents({ input }: Run, event: MessageEvent): string[] {
  const { evidence } = input;
  const { text, route } = event;
  const main = isSure({ text, route, evidence }) ? (route.intents[0]?.intent ?? null) : null;
  const parts = (event.clauses ?? [])
    .filter((clause) => !clause.rejected && !clause.reasons.abstained)
    .flatMap((clause) => clause.intents[0]?.intent ?? [])
    .filter((intent) => findIntent(intent)?.expert !== 'base');
  const distinct = [...new Set(parts)];
  // Parts that the whole does not bear out were torn from their context.
  if (distinct.length > 1 && (main === null || distinct.includes(main))) return distinct.slice(0, 3);
  return main === null ? [] : [main];
}

/** The flow that an intent starts. */
export function flowFor({ input }: Run, intent: string): Flow | undefined {
  return Object.values(input.flows).find(({ intents }) => intents.includes(intent));
}

/** What the policy for messages outside flows says to a message, or to one of its intents. */
export function decideMessage(run: Run, event: MessageEvent, intent?: string): PolicyDecision {
  const { state, input } = run;
  const route =
    intent === undefined
      ? event.route
      : {
          ...event.route,
          intents: [{ intent, confidence: 1 }],
          rejected: false,
          reasons: { ...event.route.reasons, abstained: false },
        };
  const evidence =
    intent === undefined
      ? input.evidence
      : { ...input.evidence, titled: undefined, articleFor: (name: string) => input.evidence.articleFor(name) };
  return decide({ text: event.text, route, evidence, state });
}

/** Takes a decision of that policy over. */
export function apply(run: Run, decided: PolicyDecision): void {
  const { decision, answers, phrase, choices, state } = decided;
  run.state.clarifications = state.clarifications;
  run.state.lastIntent = state.lastIntent;
  if (phrase === 'handoff') {
    handOver(run, 'asked for a person or not understood');
    return;
  }
  if (phrase !== null) run.out.push({ type: 'phrase', name: phrase });
  for (const answer of answers) run.out.push({ type: 'answer', ...answer });
  for (const choice of choices) if (run.choices.every(({ text }) => text !== choice.text)) run.choices.push(choice);
  if (decision === 'clarify' || decision === 'refuse') run.out.push({ type: decision });
  if (decision === 'handoff') run.out.push({ type: 'handoff', reason: 'no approved answer' });
  if (run.decision === undefined || decision === 'handoff') run.decision = decision;
  if (decision === 'handoff') run.state.flows.length = 0;
}
