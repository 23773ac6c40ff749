import { randomUUID } from 'node:crypto';
import { booksOf, effectsOf } from '@guichet/cli/journeys/demo-bank';
import type { AnswerBody, Driver, Outcome, Talk } from '@guichet/cli/journeys/driver';
import type { Evidence } from '@guichet/dialogue/evidence';
import type { FlowSet } from '@guichet/dialogue/flow/read-flows';
import { defaultPolicySettings, type PolicyEvent, type StepResult } from '@guichet/dialogue/policy/policy-types';
import { step } from '@guichet/dialogue/policy/step';
import { findSlots } from '@guichet/dialogue/slots/find-slots';
import { parseSlot } from '@guichet/dialogue/slots/parse-slot';
import type { Assurance } from '@guichet/protocol/assurance';
import type { Language } from '@guichet/protocol/language';
import type { ExplainedRoute } from '@guichet/protocol/route';
import { type Bank, createBank } from '../../infra/dev/demo-bank/bank.ts';
import { tellOutputs } from './tell-outputs.ts';

export interface PolicyDriverOptions {
  set: FlowSet;
  route(text: string): ExplainedRoute;
  evidence(language: Language): Evidence;
}

const minuteMs = 60_000;
/** As the demo bank's settings have them. */
const verifiedMs = 15 * minuteMs;
const steppedUpMs = 10 * minuteMs;

/**
 * Leads conversations with the dialogue policy itself, with the edge router and the demo bank beside it and a clock that can be moved: for
 * what a running platform would need hours for. Nothing is stored, nothing goes over HTTP.
 */
export function createPolicyDriver(options: PolicyDriverOptions): Driver {
  const world = { now: Date.parse('2026-11-24T12:00:00Z') };
  const bank = createBank({ now: () => world.now });
  return {
    movesClock: true,
    async resetBank() {
      bank.reset();
    },
    async setBank(mode) {
      if (mode !== 'ok') throw new Error('here the bank only works');
    },
    open: async ({ language, identity }) => talkWithPolicy({ options, world, bank, language, identity }),
  };
}

interface PolicyTalk {
  options: PolicyDriverOptions;
  world: { now: number };
  bank: Bank;
  language: Language;
  identity: string | undefined;
}

function talkWithPolicy({ options, world, bank, language, identity }: PolicyTalk): Talk {
  const customer = { id: identity, provenUntil: world.now + verifiedMs, steppedUpUntil: 0 };
  let state: unknown = {};
  let speaks = language;
  const assurance = (): Assurance => {
    if (customer.id === undefined || world.now >= customer.provenUntil) return 'anonymous';
    return world.now < customer.steppedUpUntil ? 'stepped-up' : 'verified';
  };
  const runStep = (event: PolicyEvent): StepResult => {
    const evidence = options.evidence(speaks);
    const input = { ...options.set, state, event, evidence, settings: defaultPolicySettings, now: world.now };
    const result = step({ ...input, seed: randomUUID(), assurance: assurance(), parseSlot });
    state = structuredClone(result.state);
    return result;
  };
  const act = (called: Extract<StepResult['decisions'][number], { type: 'call' }>): PolicyEvent => {
    const { action, interactionId } = called;
    const message = { id: `${action} ${interactionId}`, action, fields: called.fields, locale: speaks };
    const by = customer.id === undefined ? null : { sub: customer.id, assurance: assurance() };
    const answer = bank.act({ ...message, customer: by });
    if (answer.status === 'failed')
      return { type: 'action-result', attemptId: '', outcome: 'failed', code: answer.code };
    if (action === 'identity.check_code') customer.steppedUpUntil = world.now + steppedUpMs;
    return { type: 'action-result', attemptId: '', outcome: 'done', result: answer.result };
  };
  const happen = (event: PolicyEvent): Outcome => {
    const results = [runStep(event)];
    for (let last = results[0]?.decisions.at(-1); last?.type === 'call'; last = results.at(-1)?.decisions.at(-1)) {
      results.push(runStep(act(last)));
    }
    return tellOutputs(results, speaks);
  };
  return {
    async say(text) {
      const route = options.route(text);
      speaks = route.language;
      const found = findSlots(text, speaks, { now: world.now, timeZone: defaultPolicySettings.timeZone });
      return happen({ type: 'message', text, route, found });
    },
    answer: async (id: string, body: AnswerBody) => happen({ type: 'interaction', id, ...body }),
    async signIn(name) {
      customer.id = name;
      customer.provenUntil = world.now + verifiedMs;
      return { text: '', sources: [], choices: [] };
    },
    async wait(minutes) {
      world.now += minutes * minuteMs;
    },
    stateOf: async () => 'open',
    stored: async () => JSON.stringify(state),
    sentCode: async () => bank.books().customers.find(({ id }) => id === customer.id)?.code?.digits ?? '000000',
    effects: async () => effectsOf(bank.books()),
    books: async () => booksOf(bank.books()),
  };
}
