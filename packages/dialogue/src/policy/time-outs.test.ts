import { describe, expect, it } from 'vitest';
import { testFlows, twoCards } from '../testing/flow-files.ts';
import { talk } from '../testing/talk.ts';

const set = testFlows();
const start = () => {
  const chat = talk(set, {
    answers: { 'cards.list': [twoCards], 'transfers.send': [{ outcome: 'done', result: { caseNumber: 'T-7' } }] },
  });
  chat.say('send money', 'pending_transfer');
  return chat;
};

describe('time', () => {
  it('closes a flow after its own limit and says so; a bare answer to it is not misread', () => {
    const chat = start();
    chat.pass(31);
    const late = chat.say('yes');
    expect(late.text).toMatch(/left open for too long/);
    expect(late.result.state.flows).toEqual([]);
    expect(late.result.choices).toEqual([{ label: 'Send money', text: 'Send money' }]);
  });

  it('lets a new matter through after that', () => {
    const chat = start();
    chat.pass(31);
    expect(chat.say('exchange rate', 'exchange_rate').text).toMatch(/too long.*\n\[exchange-rate\]$/);
  });

  it('keeps a flow open as long as the customer writes', () => {
    const chat = start();
    for (let turn = 0; turn < 4; turn += 1) {
      chat.pass(20);
      chat.say('exchange rate', 'exchange_rate');
    }
    expect(chat.say('blue card').text).toBe('What for?');
  });

  it('forgets the chat after its own limit', () => {
    const chat = start();
    chat.pass(25 * 60);
    expect(chat.send({ type: 'time' }).result.state).toMatchObject({ flows: [], lastIntent: null, clarifications: 0 });
  });

  it('asks once more where a confirmation came too late, and does nothing yet', () => {
    const chat = start();
    chat.say('blue card');
    chat.say('rent');
    const confirm = chat.say('40 on 2026-06-05');
    chat.pass(16);
    const late = chat.press(confirm, { confirmed: true });
    expect(late.calls).toEqual([]);
    expect(late.offered?.id).not.toBe(confirm.offered?.id);
    expect(chat.press(late, { confirmed: true }).calls).toHaveLength(1);
  });

  it('closes a flow whose file has changed meanwhile', () => {
    const chat = start();
    const flow = set.flows['send-money'];
    if (flow === undefined) throw new Error('The test has no flow.');
    const changed = talk({ ...set, flows: { 'send-money': { ...flow, version: 2 } } });
    changed.world.state = chat.world.state;
    expect(changed.say('blue card').text).toMatch(/has changed meanwhile/);
  });
});
