import { type FlowSet, readFlows } from '../flow/read-flows.ts';

/** Actions for tests, as YAML. */
export const testActions = `
cards.list: { effect: read, idempotent: true, assurance: verified, response: { options: options } }
cards.freeze: { effect: write, idempotent: true, assurance: verified, safe: true, request: { card: card } }
cards.unfreeze: { effect: write, idempotent: true, assurance: stepped-up, request: { card: card } }
transfers.send:
  effect: write
  idempotent: false
  assurance: verified
  request: { card: card, amount: money, date: "date?", note: "text?" }
  response: { caseNumber: text, followUpBy: "date?" }
identity.send_code: { effect: write, idempotent: false, assurance: verified, safe: true, response: { digits: "number?" } }
identity.check_code: { effect: write, idempotent: false, assurance: verified, safe: true, request: { code: text } }
`;

/** A flow with one of everything. */
export const sendFlow = `
flow: send-money
version: 1
expert: transfers-out
intents: [pending_transfer]
title: { en: Send money, zh: 转账 }
slots:
  card: { kind: card, prompt: { en: Which card?, zh: 哪张卡？ }, source: cards.list }
  reason:
    kind: choice
    prompt: { en: What for?, zh: 用途？ }
    label: { en: Reason, zh: 用途 }
    options: [{ value: rent, en: Rent, zh: 房租 }, { value: gift, en: Gift, zh: 礼物 }]
  amount: { kind: money, prompt: { en: How much?, zh: 多少钱？ }, currency: GBP, max: 1000000 }
  date: { kind: date, prompt: { en: Which day?, zh: 哪天？ } }
  note: { kind: text, optional: true, prompt: { en: A note?, zh: 附言？ }, max: 200 }
steps:
  - { id: which, ask: [card] }
  - { id: why, ask: [reason] }
  - { id: how, ask: [amount, date] }
  - id: branch
    when: [{ slot: reason, is: gift, go: words }]
    else: sure
  - { id: words, ask: [note] }
  - id: sure
    confirm: { title: { en: Send it?, zh: 确定转账吗？ }, rows: [card, reason, amount, date, note] }
  - id: send
    action: transfers.send
    with: { card: "{card}", amount: "{amount}", date: "{date}", note: "{note}" }
    saves: { case_number: result.caseNumber }
    fails: { no_money: poor, default: failed }
  - id: done
    say: { en: "Sent {amount.label}, number {case_number}.", zh: "已转 {amount.label}，编号 {case_number}。" }
    case: { number: "{case_number}", title: { en: Transfer, zh: 转账 }, followUpDays: 2 }
    go: finish
  - { id: poor, say: { en: There is not enough money., zh: 余额不足。 }, go: how }
  - { id: failed, handoff: { en: It did not work., zh: 没有成功。 } }
  - { id: finish, end: true }
`;

/** A short flow, to walk into from another. */
export const freezeFlow = `
flow: freeze-card
version: 1
expert: card-security
intents: [freeze_card]
title: { en: Freeze a card, zh: 冻结银行卡 }
slots:
  card: { kind: card, prompt: { en: Freeze which card?, zh: 冻结哪张卡？ }, source: cards.list }
steps:
  - { id: which, ask: [card] }
  - { id: freeze, action: cards.freeze, with: { card: "{card}" } }
  - { id: done, say: { en: "{card.label} is frozen.", zh: "{card.label}已冻结。" } }
`;

/** A flow whose action needs a one-time code. */
export const unfreezeFlow = `
flow: unfreeze-card
version: 1
expert: card-security
intents: [card_not_working]
title: { en: Unfreeze a card, zh: 解冻银行卡 }
assurance: verified
slots:
  card: { kind: card, prompt: { en: Unfreeze which card?, zh: 解冻哪张卡？ }, source: cards.list }
steps:
  - { id: which, ask: [card] }
  - { id: sure, confirm: { title: { en: Unfreeze it?, zh: 确定解冻吗？ }, rows: [card] } }
  - { id: unfreeze, action: cards.unfreeze, with: { card: "{card}" } }
  - { id: done, say: { en: "{card.label} works again.", zh: "{card.label}可以用了。" } }
`;

/** Straight to a person. */
export const bereavementFlow = `
flow: bereavement
version: 1
expert: account
intents: [bereavement]
title: { en: Somebody has died, zh: 亲属去世 }
steps:
  - { id: person, handoff: { en: I am sorry for your loss., zh: 请您节哀。 } }
`;

/** Those flows, read and checked. Throws where one is wrong. */
export function testFlows(...files: string[]): FlowSet {
  const flows = files.length > 0 ? files : [sendFlow, freezeFlow, unfreezeFlow, bereavementFlow];
  const texts = flows.map((content, index) => ({ path: `flow-${index}.yaml`, content }));
  const read = readFlows([{ path: 'actions.yaml', content: testActions }, ...texts], { articleIds: new Set() });
  if (!read.valid) throw new Error(JSON.stringify(read.faults, null, 2));
  return read.set;
}

export const twoCards = {
  outcome: 'done' as const,
  result: {
    options: [
      { value: 'c1', label: 'Blue card 1234' },
      { value: 'c2', label: 'Red card 5678' },
    ],
  },
};
