import type { Assurance } from '@guichet/protocol/assurance';
import type { Interaction } from '@guichet/protocol/interaction';
import type { TurnAnswer } from '@guichet/protocol/message';
import type { ActionCall, ActionResult } from '../turn/action-port.ts';
import { type Gateway, post, type TestTenant } from './world.ts';

const actions = `
cards.list: { effect: read, idempotent: true, assurance: verified, response: { options: options } }
cards.freeze: { effect: write, idempotent: true, assurance: verified, safe: true, request: { card: card } }
cards.unfreeze: { effect: write, idempotent: true, assurance: stepped-up, request: { card: card } }
identity.send_code: { effect: write, idempotent: false, assurance: verified, safe: true, response: { digits: "number?" } }
identity.check_code: { effect: write, idempotent: false, assurance: verified, safe: true, request: { code: text }, sensitive: [code] }
`;
const freeze = `
flow: freeze-card
version: 1
expert: card-security
intents: [exchange_rate]
title: { en: Freeze a card, zh: 冻结银行卡 }
slots:
  card: { kind: card, prompt: { en: Which card?, zh: 是哪张卡？ }, source: cards.list }
steps:
  - { id: which, ask: [card] }
  - { id: freeze, action: cards.freeze, with: { card: "{card}" }, fails: { default: sorry } }
  - { id: done, say: { en: "{card.label} is frozen.", zh: "{card.label}已冻结。" }, article: card-not-arrived, go: end }
  - { id: sorry, handoff: { en: It did not work., zh: 没有成功。 } }
  - { id: end, end: true }
`;
const unfreeze = `
flow: unfreeze-card
version: 1
expert: card-security
intents: [card_not_working]
title: { en: Unfreeze a card, zh: 解冻银行卡 }
slots:
  card: { kind: card, prompt: { en: Which card?, zh: 是哪张卡？ }, source: cards.list }
  note: { kind: text, prompt: { en: Why was it frozen?, zh: 为什么冻结？ }, max: 200 }
steps:
  - { id: which, ask: [card, note] }
  - { id: sure, confirm: { title: { en: Unfreeze it?, zh: 确定解冻吗？ }, rows: [card, note] } }
  - { id: unfreeze, action: cards.unfreeze, with: { card: "{card}" } }
  - { id: done, say: { en: "{card.label} works again.", zh: "{card.label}可以用了。" } }
`;

export const flowFiles = [
  { path: 'actions.yaml', content: actions },
  { path: 'freeze.yaml', content: freeze },
  { path: 'unfreeze.yaml', content: unfreeze },
];

export async function importFlows({ app }: Gateway, { secretKey }: TestTenant, files = flowFiles): Promise<Response> {
  return app.request('/v1/flows/import', post(secretKey, { files }));
}

/** An institution in the gateway's stead for calls and assurance; `calls` are those that reached it, each claim once. */
export function openBank({ services }: Gateway) {
  const done = new Map<string, ActionResult>();
  const bank = {
    assurance: 'verified' as Assurance,
    calls: [] as ActionCall[],
    answers: {
      'cards.list': {
        outcome: 'done',
        result: {
          options: [
            { value: 'c1', label: 'Blue card 1234' },
            { value: 'c2', label: 'Red card 5678' },
          ],
        },
      },
    } as Record<string, Omit<ActionResult, 'attemptId'>>,
  };
  services.findAssurance = async () => bank.assurance;
  services.runAction = async (call) => {
    const claim = `${call.interactionId} ${call.action}`;
    const first = call.definition.effect === 'write' ? done.get(claim) : undefined;
    if (first !== undefined) return first;
    bank.calls.push(call);
    const result: ActionResult = {
      attemptId: `attempt_${bank.calls.length}`,
      ...(bank.answers[call.action] ?? { outcome: 'done', result: {} }),
    };
    if (call.action === 'identity.check_code' && result.outcome === 'done') bank.assurance = 'stepped-up';
    done.set(claim, result);
    return result;
  };
  return bank;
}

/** The interaction that an answer offers. Throws where there is none. */
export function offered({ reply }: TurnAnswer): Interaction {
  if (reply.interaction === undefined) throw new Error(`Nothing was offered with: ${reply.text}`);
  return reply.interaction;
}
