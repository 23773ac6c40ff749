import { describe, expect, it } from 'vitest';
import { testFlows, twoCards } from '../testing/flow-files.ts';
import { type Answers, talk } from '../testing/talk.ts';

const set = testFlows();

function sendWith(answers: Answers) {
  const chat = talk(set, { answers: { 'cards.list': [twoCards], ...answers } });
  chat.say('send money', 'pending_transfer');
  chat.say('blue card');
  chat.say('rent');
  chat.say('40 on 2026-06-05');
  return { chat, said: chat.say('yes') };
}

describe('an action that fails', () => {
  it('goes the way that the flow names for its code; a question on it is asked anew', () => {
    const { chat, said } = sendWith({
      'transfers.send': [
        { outcome: 'failed', code: 'no_money' },
        { outcome: 'done', result: { caseNumber: 'T-8' } },
      ],
    });
    expect(said.text).toMatch(/^There is not enough money\.\nPlease fill in/);
    chat.say('20 on 2026-06-05');
    expect(chat.say('yes').text).toMatch(/T-8/);
  });

  it('goes the default way for any other code', () => {
    expect(sendWith({ 'transfers.send': [{ outcome: 'failed', code: 'odd' }] }).said.result.decision).toBe('handoff');
  });

  it.each(['timeout', 'invalid'] as const)(
    '(%s) after it may have taken effect is a matter for a person, and says so',
    (outcome) => {
      const { said } = sendWith({ 'transfers.send': [{ outcome }] });
      expect(said.text).toMatch(/did not hear back/);
      expect(said.text).not.toMatch(/did not work|Nothing was changed/);
      expect(said.result).toMatchObject({ decision: 'handoff', state: { flows: [] } });
    },
  );
});

describe('options that cannot be had', () => {
  it.each(['timeout', 'failed', 'invalid'] as const)(
    '(%s) close the flow, changed nothing, and leave the way to a person',
    (outcome) => {
      const chat = talk(set, { answers: { 'cards.list': [{ outcome }] } });
      const said = chat.say('freeze my card', 'freeze_card');
      expect(said.text).toMatch(/cannot reach.*Nothing was changed/);
      expect(said.result).toMatchObject({ state: { flows: [] }, choices: [{ text: 'agent' }] });
    },
  );

  it.each([
    {},
    { options: [] },
    { options: 'all' },
    { options: [{ value: 1 }, null, { value: 'x'.repeat(500), label: 'x' }] },
  ])('are none where the answer holds none: %j', (result) => {
    const chat = talk(set, { answers: { 'cards.list': [{ outcome: 'done', result }] } });
    expect(chat.say('freeze my card', 'freeze_card').text).toMatch(/cannot find anything/);
  });

  it('are cut to what can be shown', () => {
    const options = Array.from({ length: 500 }, (_, index) => ({ value: `c${index}`, label: 'x'.repeat(900) }));
    const chat = talk(set, { answers: { 'cards.list': [{ outcome: 'done', result: { options } }] } });
    const said = chat.say('freeze my card', 'freeze_card');
    expect(said.offered).toMatchObject({ options: { length: 12 } });
    expect(JSON.stringify(said.result.state).length).toBeLessThan(8_000);
  });
});

describe('a result or an interaction that nobody waits for', () => {
  it('changes nothing', () => {
    const chat = talk(set, { answers: { 'cards.list': [twoCards] } });
    expect(
      chat.send({ type: 'action-result', attemptId: 'a', outcome: 'done', result: { options: [] } }).result.decisions,
    ).toEqual([]);
    chat.say('freeze my card', 'freeze_card');
    const gone = chat.send({ type: 'interaction', id: 'int_other', value: 'c1' });
    expect(gone.text).toBe('That is no longer open.\nFreeze which card?');
  });
});
