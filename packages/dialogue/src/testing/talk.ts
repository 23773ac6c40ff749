import type { Assurance } from '@guichet/protocol/assurance';
import type { Interaction, InteractionRequest } from '@guichet/protocol/interaction';
import type { Language } from '@guichet/protocol/language';
import type { ExplainedRoute } from '@guichet/protocol/route';
import { initialState } from '../dialogue-state.ts';
import type { Evidence } from '../evidence.ts';
import type { FlowSet } from '../flow/read-flows.ts';
import { fillText } from '../flow/template.ts';
import { flowPhrase } from '../policy/flow-phrases.ts';
import { defaultPolicySettings, type PolicyEvent, type PolicyOutput, type StepResult } from '../policy/policy-types.ts';
import { step } from '../policy/step.ts';
import type { FindSlots, ParseSlot } from '../slots/found-slots.ts';
import { findSimpleSlots, parseSimpleSlot } from './simple-slots.ts';

/** What the institution answers to an action, by its name; each call takes the next one, the last one stays. */
export type Answers = Record<string, Omit<Extract<PolicyEvent, { type: 'action-result' }>, 'type' | 'attemptId'>[]>;

/** The route that tests use: the intent is named, or there is none. */
export function routeTo(
  language: Language,
  intent?: string,
  more: Partial<ExplainedRoute['reasons']> = {},
): ExplainedRoute {
  return {
    language,
    intents: intent === undefined ? [] : [{ intent, confidence: 0.95 }],
    rejected: false,
    experts: [],
    tier: 'encoder',
    reasons: {
      rejectScore: 0,
      abstained: intent === undefined,
      urgent: false,
      complaint: false,
      summary: '',
      routerVersion: 'test',
      ...more,
    },
  };
}

export const testEvidence: Evidence = {
  articleFor: (intent) =>
    intent.startsWith('loan') ? undefined : { articleId: intent.replaceAll('_', '-'), title: `About ${intent}` },
  titled: undefined,
  retrieved: [],
};

export interface Said {
  /** Everything said, one line each. */
  text: string;
  result: StepResult;
  /** The interaction offered last. */
  offered: Interaction | undefined;
  /** The calls made on the way. */
  calls: Extract<PolicyOutput, { type: 'call' }>[];
}

/** How values are read from words; most tests of the policy do not hang on how well. */
const simpleReader: { findSlots: FindSlots; parseSlot: ParseSlot } = {
  findSlots: findSimpleSlots,
  parseSlot: parseSimpleSlot,
};

/** A conversation with the policy, as the gateway leads it: calls are answered at once. */
export function talk(
  set: FlowSet,
  {
    language = 'en' as Language,
    assurance = 'stepped-up' as Assurance,
    answers = {} as Answers,
    onStep = (_milliseconds: number) => {},
    reader = simpleReader,
  } = {},
) {
  const world = {
    language,
    assurance,
    answers,
    now: Date.parse('2026-06-01T12:00:00Z'),
    state: initialState as unknown,
    steps: 0,
  };
  const runStep = (event: PolicyEvent): StepResult => {
    world.steps += 1;
    const { state, now } = world;
    const input = { ...set, state, event, evidence: testEvidence, settings: defaultPolicySettings, now };
    const begun = performance.now();
    const result = step({ ...input, seed: `s${world.steps}`, assurance: world.assurance, parseSlot: reader.parseSlot });
    onStep(performance.now() - begun);
    world.state = structuredClone(result.state);
    return result;
  };
  const run = (event: PolicyEvent): Said => {
    const lines: string[] = [];
    const calls: Said['calls'] = [];
    let offered: Interaction | undefined;
    let result = runStep(event);
    const first = result;
    for (;;) {
      for (const output of result.decisions) {
        lines.push(...toLine(output, world.language));
        if (output.type === 'offer' && output.interaction.type !== 'case') offered = output.interaction;
      }
      const call = result.decisions.at(-1);
      if (call?.type !== 'call') return { text: lines.join('\n'), result: mergeSteps(first, result), offered, calls };
      calls.push(call);
      const [answer, ...later] = world.answers[call.action] ?? [];
      if (later.length > 0) world.answers[call.action] = later;
      result = runStep({
        type: 'action-result',
        attemptId: `a${calls.length}`,
        outcome: 'done',
        result: {},
        ...answer,
      });
    }
  };
  return {
    world,
    say: (text: string, intent?: string) =>
      run({
        type: 'message',
        text,
        route: routeTo(world.language, intent),
        found: reader.findSlots(text, world.language, { now: world.now, timeZone: 'UTC' }),
      }),
    send: run,
    press: (said: Said, answer: Pick<InteractionRequest, 'values' | 'value' | 'confirmed' | 'code'>) =>
      run({ type: 'interaction', id: said.offered?.id ?? '', ...answer }),
    pass: (minutes: number) => {
      world.now += minutes * 60_000;
    },
  };
}

/** The steps of one turn as one: what was said first stands, a handoff counts wherever it comes. */
function mergeSteps(first: StepResult, last: StepResult): StepResult {
  if (first === last) return first;
  const decision = last.decision === 'handoff' ? last.decision : first.decision;
  return { ...last, decision, choices: [...first.choices, ...last.choices] };
}

function toLine(output: PolicyOutput, language: Language): string[] {
  if (output.type === 'say') return [fillText(output.text[language], output.values)];
  if (output.type === 'flow-phrase') return [flowPhrase(output.name, language, output.values)];
  if (output.type === 'phrase') return [`[${output.name}]`];
  if (output.type === 'answer') return [`[${output.articleId}]`];
  return [];
}
