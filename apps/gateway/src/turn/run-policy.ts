import type { DialogueState } from '@guichet/dialogue/dialogue-state';
import { own } from '@guichet/dialogue/flow/own';
import type { CallDecision, PolicyEvent, PolicyOutput, StepResult } from '@guichet/dialogue/policy/policy-types';
import { step } from '@guichet/dialogue/policy/step';
import { parseSlot } from '@guichet/dialogue/slots/parse-slot';
import type { Assurance } from '@guichet/protocol/assurance';
import type { Interaction } from '@guichet/protocol/interaction';
import type { Choice, Decision } from '@guichet/protocol/message';
import type { Services } from '../services.ts';
import { policySettings, slotSettings } from './policy-settings.ts';
import type { TurnCall } from './turn-call.ts';
import type { UnderstoodTurn } from './understand-turn.ts';

/** What the policy's steps of one turn come to together. */
export interface PolicyRun {
  state: DialogueState;
  decision: Decision;
  choices: Choice[];
  /** What the customer is asked to do: the open question, else a case to look at. */
  interaction: Interaction | undefined;
  /** Why a person is needed, where one is. */
  handoffReason: string | undefined;
}

export interface PolicyRunner {
  /** What the first step decided; known before anything is called. */
  readonly first: StepResult;
  /** Whether any flow is or was open: only then do interactions change. */
  touchesFlows(): boolean;
  /** Decisions in their order. Calls are made on the way, their results go back into the policy. */
  outputs(): AsyncGenerator<PolicyOutput>;
  /** What it all came to, once `outputs` has ended. */
  result(): PolicyRun;
}

export interface RunnerInput {
  services: Services;
  call: TurnCall;
  turnId: string;
  understood: UnderstoodTurn;
}

// A flow asks for some options, acts, and may need a code on the way. More in one turn is a flow that does not come to its end.
const mostCalls = 8;

/** Runs the policy for a turn: steps, and the calls between them. */
export async function runPolicy(input: RunnerInput): Promise<PolicyRunner> {
  const { understood } = input;
  const results: StepResult[] = [];
  const run = async (event: PolicyEvent, state: unknown) => {
    const result = await runStep(input, { event, state, count: results.length });
    results.push(result);
    return result;
  };
  const first = await run(understood.event, understood.state);
  return {
    first,
    touchesFlows: () => [understood.state, ...results.map(({ state }) => state)].some(({ flows }) => flows.length > 0),
    result: () => summarize(results),
    async *outputs() {
      let result = first;
      for (let calls = 0; ; calls += 1) {
        const called = result.decisions.at(-1);
        for (const output of result.decisions) if (output.type !== 'call') yield output;
        if (called?.type !== 'call') return;
        result = await run(await callInstitution(input, called, calls), result.state);
      }
    },
  };
}

async function runStep(
  { services, call, turnId, understood }: RunnerInput,
  { event, state, count }: { event: PolicyEvent; state: unknown; count: number },
): Promise<StepResult> {
  return step({
    ...understood.set,
    state,
    event,
    evidence: understood.evidence,
    settings: policySettings(call.settings),
    now: services.now(),
    seed: `${turnId.replace(/^turn_/, '')}_${count}`,
    assurance: await assuranceFor(services, call, understood),
    parseSlot: (kind, text, context) =>
      parseSlot(kind, text, { ...context, ...slotSettings(call.settings, understood.cardTails) }),
  });
}

/** Asked for only where a flow is in play: other turns know nothing of the customer, and take no trip more. */
async function assuranceFor(
  services: Services,
  call: TurnCall,
  { event, state, set }: UnderstoodTurn,
): Promise<Assurance> {
  const intents =
    event.type === 'message' ? [event.route, ...(event.clauses ?? [])].flatMap((route) => route.intents) : [];
  const flows = Object.values(set.flows);
  if (flows.length === 0) return 'anonymous';
  const titled =
    event.type === 'message' && flows.some(({ title }) => [title.en, title.zh].includes(event.text.trim()));
  const wanted = titled || flows.some((flow) => intents.some(({ intent }) => flow.intents.includes(intent)));
  if (!wanted && state.flows.length === 0) return 'anonymous';
  return services.findAssurance(call.caller, call.conversationId);
}

/** Makes a call; whatever becomes of it is an event for the policy. */
async function callInstitution(
  { services, call, turnId, understood }: RunnerInput,
  { action, fields, interactionId }: CallDecision,
  calls: number,
): Promise<PolicyEvent> {
  const definition = own(understood.set.actions, action);
  if (definition === undefined || calls >= mostCalls)
    return { type: 'action-result', attemptId: '', outcome: 'failed', code: 'not_called' };
  const { caller, conversationId, requestId, traceparent, deadline } = call;
  const locale = understood.routed.route.language;
  const result = await services.runAction({
    caller,
    conversationId,
    turnId,
    interactionId,
    action,
    definition,
    fields,
    locale,
    requestId,
    traceparent,
    deadline,
  });
  call.event.actions = [call.event.actions, `${action}:${result.outcome}`]
    .filter((part) => part !== undefined)
    .join(' ');
  return { type: 'action-result', ...result };
}

function summarize(results: readonly StepResult[]): PolicyRun {
  const outputs = results.flatMap(({ decisions }) => decisions);
  const offers = outputs.flatMap((output) => (output.type === 'offer' ? [output.interaction] : []));
  const handoff = outputs.find((output) => output.type === 'handoff');
  const last = results.at(-1);
  const first = results[0];
  if (first === undefined || last === undefined) throw new Error('The policy took no step.');
  const choices = results.flatMap((result) => result.choices);
  return {
    state: last.state,
    decision: handoff === undefined ? first.decision : 'handoff',
    choices:
      handoff === undefined ? [...new Map(choices.map((choice) => [choice.text, choice])).values()] : last.choices,
    interaction: offers.findLast(({ type }) => type !== 'case') ?? offers.at(-1),
    handoffReason: handoff?.type === 'handoff' ? handoff.reason : undefined,
  };
}
