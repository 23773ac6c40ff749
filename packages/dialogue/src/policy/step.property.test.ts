import type { Assurance } from '@guichet/protocol/assurance';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DialogueState, initialState, readState } from '../dialogue-state.ts';
import type { FoundSlots } from '../slots/found-slots.ts';
import { testFlows } from '../testing/flow-files.ts';
import { findSimpleSlots, parseSimpleSlot } from '../testing/simple-slots.ts';
import { routeTo, testEvidence } from '../testing/talk.ts';
import { defaultPolicySettings, type PolicyEvent, type StepResult } from './policy-types.ts';
import { step } from './step.ts';

const set = testFlows();
const begin = Date.parse('2026-06-01T12:00:00Z');

/** What happens next, before it is known what the conversation has come to. */
type Move =
  | { do: 'say'; text: string; intent: string | undefined; language: 'en' | 'zh'; found: FoundSlots | undefined }
  | { do: 'answer'; own: boolean; with: 'values' | 'value' | 'confirmed' | 'code'; text: string; yes: boolean }
  | {
      do: 'result';
      outcome: 'done' | 'failed' | 'timeout' | 'invalid';
      code: string | undefined;
      result: Record<string, unknown>;
    }
  /** Whatever brings the conversation further. */
  | { do: 'go-on'; pick: number }
  | { do: 'wait'; minutes: number }
  | { do: 'prove'; assurance: Assurance };

const words = [
  'yes',
  'no',
  'cancel',
  '取消',
  'agent',
  'blue card',
  '房租',
  'gift',
  '40 on 2026-06-05',
  'make it 50',
  '不是那张，是尾号5678的',
  'the date is wrong',
  'skip',
  '<CODE>',
  'Send money',
  'what is that?',
  'Something else',
];
const intents = [
  undefined,
  'pending_transfer',
  'freeze_card',
  'card_not_working',
  'bereavement',
  'exchange_rate',
  'thanks',
  'talk_to_human',
  'loan_apply',
  'no_such_intent',
];
const span = fc.tuple(fc.nat(60), fc.nat(60));
const oddFound: fc.Arbitrary<FoundSlots> = fc.record({
  money: fc.array(fc.record({ amountMinor: fc.integer(), currency: fc.constantFrom('GBP', null), span }), {
    maxLength: 3,
  }),
  date: fc.array(fc.record({ iso: fc.string(), span }), { maxLength: 2 }),
  time: fc.array(fc.record({ time: fc.string(), span }), { maxLength: 2 }),
  cardTail: fc.array(fc.record({ digits: fc.string(), span }), { maxLength: 2 }),
  yesNo: fc.constantFrom('yes' as const, 'no' as const, null),
  cancel: fc.boolean(),
  ordinal: fc.constantFrom(null, 1, 2, -1, 0),
  reference: fc.constant([]),
});
const options = fc.array(
  fc.record({ value: fc.string({ maxLength: 90 }), label: fc.string({ maxLength: 200, unit: 'grapheme' }) }),
  { maxLength: 15 },
);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 60, arbitrary: fc.record({ do: fc.constant('go-on' as const), pick: fc.nat(3) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      text: fc.constantFrom(...words),
      intent: fc.constant(undefined),
      language: fc.constantFrom('en', 'zh'),
      found: fc.constant(undefined),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      text: fc.oneof(fc.string(), fc.string({ unit: 'grapheme', maxLength: 4_000 })),
      intent: fc.constantFrom(...intents),
      language: fc.constantFrom('en', 'zh'),
      found: fc.option(oddFound, { nil: undefined }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      text: fc.constantFrom(...words),
      intent: fc.constantFrom(...intents),
      language: fc.constantFrom('en', 'zh'),
      found: fc.constant(undefined),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      own: fc.boolean(),
      with: fc.constantFrom('values', 'value', 'confirmed', 'code'),
      text: fc.constantFrom('c1', 'rent', 'gift', '40', '2026-06-05', 'skip', 'x'.repeat(600)),
      yes: fc.boolean(),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('result' as const),
      outcome: fc.constantFrom('done', 'done', 'done', 'failed', 'timeout', 'invalid'),
      code: fc.constantFrom(undefined, 'no_money', 'assurance_required', '__proto__'),
      result: fc.oneof(
        fc.record({ options, caseNumber: fc.string() }),
        fc.constant({ options: [{ value: 'c1', label: 'Blue card 1234' }], caseNumber: 'T' }),
        fc.dictionary(fc.string(), fc.anything()),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.nat(3_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('prove' as const),
      assurance: fc.constantFrom('anonymous', 'verified', 'stepped-up'),
    }),
  },
);

/** A move as an event, in the state that the conversation has come to. */
function toEvent(state: DialogueState, move: Move): PolicyEvent {
  const waiting = state.flows.at(-1)?.waiting;
  switch (move.do) {
    case 'go-on':
      return helpfulEvent(state, move.pick);
    case 'say': {
      const found = move.found ?? findSimpleSlots(move.text, move.language, { now: begin, timeZone: 'UTC' });
      return { type: 'message', text: move.text, route: routeTo(move.language, move.intent), found };
    }
    case 'answer': {
      const id = move.own && waiting !== undefined ? waiting.id : 'int_gone';
      const names = waiting?.type === 'form' ? waiting.fields.map(({ name }) => name) : ['amount'];
      // Most answers fit what is open: so conversations get somewhere.
      const kind =
        waiting?.type === 'confirm'
          ? 'confirmed'
          : waiting?.type === 'choice'
            ? 'value'
            : waiting?.type === 'secret'
              ? 'code'
              : move.with;
      const value = waiting?.type === 'choice' && move.yes ? (waiting.options[0]?.value ?? '') : move.text;
      const filled = Object.fromEntries(names.map((name) => [name, name === 'date' ? '2026-06-05' : move.text]));
      return {
        type: 'interaction',
        id,
        ...{
          values: { values: filled },
          value: { value },
          confirmed: { confirmed: move.yes },
          code: { code: '123456' },
        }[kind],
      };
    }
    case 'result':
      return {
        type: 'action-result',
        attemptId: 'a',
        outcome: move.outcome,
        result: move.result,
        ...(move.code === undefined ? {} : { code: move.code }),
      };
    default:
      return { type: 'time' };
  }
}

/** Answers what is open as a willing customer and a working institution would. */
function helpfulEvent(state: DialogueState, pick: number): PolicyEvent {
  const open = state.flows.at(-1);
  const { waiting, call } = open ?? {};
  if (call !== undefined) {
    const result = {
      options: [
        { value: 'c1', label: 'Blue card 1234' },
        { value: 'c2', label: 'Red card 5678' },
      ],
      caseNumber: 'T-7',
    };
    return { type: 'action-result', attemptId: 'a', outcome: 'done', result };
  }
  const id = waiting?.id ?? '';
  if (waiting?.type === 'choice')
    return { type: 'interaction', id, value: waiting.options[pick % waiting.options.length]?.value ?? '' };
  if (waiting?.type === 'confirm' && pick > 0) return { type: 'interaction', id, confirmed: true };
  if (waiting?.type === 'secret') return { type: 'interaction', id, code: '123456' };
  const text = open === undefined ? 'hello' : waiting?.type === 'confirm' ? 'yes' : '40 on 2026-06-05';
  const intent = open === undefined ? intents[1 + (pick % 3)] : undefined;
  return {
    type: 'message',
    text,
    route: routeTo('en', intent),
    found: findSimpleSlots(text, 'en', { now: begin, timeZone: 'UTC' }),
  };
}

interface Seen {
  event: PolicyEvent;
  before: DialogueState;
  result: StepResult;
  again: StepResult;
}

function play(moves: readonly Move[]): Seen[] {
  let now = begin;
  let assurance: Assurance = 'stepped-up';
  let state: DialogueState = initialState;
  return moves.map((next, index) => {
    if (next.do === 'wait') now += next.minutes * 60_000;
    if (next.do === 'prove') assurance = next.assurance;
    now += 1_000;
    const before = structuredClone(state);
    const event = toEvent(state, next);
    const input = {
      ...set,
      state,
      event,
      evidence: testEvidence,
      settings: defaultPolicySettings,
      now,
      seed: `s${index}`,
      assurance,
      parseSlot: parseSimpleSlot,
    };
    const result = step(input);
    const again = step({ ...input, state: before });
    state = result.state;
    return { event, before, result, again };
  });
}

const anyConversation = (check: (seen: Seen[]) => void) =>
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40, size: 'max' }), (moves) => check(play(moves))),
    { numRuns: 200 },
  );

// Two hundred long conversations a rule: a busy machine takes its time.
describe('any conversation whatever', { timeout: 120_000 }, () => {
  it('never throws, never changes what it was given, and goes the same way again', () => {
    anyConversation((seen) => {
      for (const { result, again } of seen) expect(again).toEqual(result);
    });
  });

  it('has at most one call a step, as its last decision', () => {
    anyConversation((seen) => {
      for (const { result } of seen) {
        const calls = result.decisions.flatMap(({ type }, index) => (type === 'call' ? [index] : []));
        expect(calls.length === 0 || (calls.length === 1 && calls[0] === result.decisions.length - 1)).toBe(true);
      }
    });
  });

  it('brings about an effect only under a confirmation that was accepted and showed just these values', () => {
    let effects = 0;
    anyConversation((seen) => {
      const shown = new Map<string, string>();
      const accepted = new Set<string>();
      for (const { event, before, result } of seen) {
        const waiting = before.flows.at(-1)?.waiting;
        if (waiting?.type === 'confirm' && saysYes(event, waiting.id)) accepted.add(waiting.id);
        for (const output of result.decisions) {
          if (output.type === 'offer' && output.interaction.type === 'confirm')
            shown.set(output.interaction.id, slotsOf(result.state));
          if (output.type !== 'call' || output.effect === 'read' || set.actions[output.action]?.safe === true) continue;
          expect(accepted).toContain(output.interactionId);
          expect(slotsOf(result.state)).toBe(shown.get(output.interactionId));
          effects += 1;
        }
      }
    });
    // The rule is only tried where conversations get that far.
    expect(effects).toBeGreaterThan(50);
  });

  it('waits only for what it has offered, and never for two things at once', () => {
    anyConversation((seen) => {
      const offered = new Set<string>();
      for (const { result } of seen) {
        for (const output of result.decisions) if (output.type === 'offer') offered.add(output.interaction.id);
        for (const { waiting, call } of result.state.flows) {
          if (waiting !== undefined) expect(offered).toContain(waiting.id);
          expect(waiting === undefined || call === undefined).toBe(true);
        }
      }
    });
  });

  it('is empty after a cancel, and leaves the customer with words', () => {
    anyConversation((seen) => {
      for (const { event, result } of seen) {
        if (event.type === 'message' && event.found.cancel) expect(result.state.flows).toEqual([]);
        if (event.type === 'message') expect(result.decisions).not.toEqual([]);
      }
    });
  });

  it('has a state that is plain JSON under 16 kB, and is read back as it was', () => {
    anyConversation((seen) => {
      for (const { result } of seen) {
        const json = JSON.stringify(result.state);
        expect(new TextEncoder().encode(json).length).toBeLessThan(16_384);
        expect(readState(JSON.parse(json))).toEqual(result.state);
      }
    });
  });
});

function saysYes(event: PolicyEvent, id: string): boolean {
  if (event.type === 'interaction') return event.id === id && event.confirmed === true;
  return event.type === 'message' && event.found.yesNo === 'yes';
}

/** What the flow at work holds, as the customer saw it. */
function slotsOf({ flows }: DialogueState): string {
  return JSON.stringify(
    Object.entries(flows.at(-1)?.slots ?? {}).map(([name, { value, label }]) => [name, value, label]),
  );
}
