import { describe, expect, it } from 'vitest';
import { testFlows, twoCards } from '../testing/flow-files.ts';
import { type Answers, talk } from '../testing/talk.ts';

const set = testFlows();
const done = { outcome: 'done' as const, result: {} };
const codeAnswers: Answers = {
  'cards.list': [twoCards],
  'identity.send_code': [{ outcome: 'done', result: { digits: 6 } }],
  'identity.check_code': [{ outcome: 'failed', code: 'wrong_code' }, done],
  'cards.unfreeze': [done],
};

function upToCode(answers: Answers = codeAnswers) {
  const chat = talk(set, { assurance: 'verified', answers: structuredClone(answers) });
  const which = chat.say('unfreeze my card', 'card_not_working');
  const sure = chat.press(which, { value: 'c1' });
  return { chat, secret: chat.press(sure, { confirmed: true }), sure };
}

describe('a step-up', () => {
  it('asks for a code in a field of its own, and goes on under the old confirmation', () => {
    const { chat, secret, sure } = upToCode();
    expect(secret.offered).toMatchObject({ type: 'secret', digits: 6, attemptsLeft: 3 });
    const wrong = chat.press(secret, { code: '000000' });
    expect(wrong.text).toMatch(/Tries left: 2/);
    chat.world.assurance = 'stepped-up';
    const right = chat.press(wrong, { code: '123456' });
    expect(right.calls.map(({ action, interactionId }) => [action, interactionId])).toEqual([
      ['identity.check_code', wrong.offered?.id],
      ['cards.unfreeze', sure.offered?.id],
    ]);
    expect(right.text).toBe('Blue card 1234 works again.');
  });

  it('never keeps the code', () => {
    const { chat, secret } = upToCode();
    chat.press(secret, { code: '739164' });
    expect(JSON.stringify(chat.world.state)).not.toContain('739164');
  });

  it('refuses a code that is typed as a message, with a hint to the field', () => {
    const { chat, secret } = upToCode();
    for (const text of ['<CODE>', '123 456', '１２３４５６']) {
      const said = chat.say(text);
      expect(said.text).toMatch(/in the field/);
      expect(said.offered?.id).toBe(secret.offered?.id);
      expect(said.calls).toEqual([]);
    }
  });

  it('hands over after three wrong codes', () => {
    const { chat, secret } = upToCode({
      ...codeAnswers,
      'identity.check_code': [{ outcome: 'failed', code: 'wrong_code' }],
    });
    const last = chat.press(chat.press(chat.press(secret, { code: '1' }), { code: '2' }), { code: '3' });
    expect(last.result.decision).toBe('handoff');
  });

  it('sends another code where the old one ran out', () => {
    const { chat, secret } = upToCode();
    chat.pass(6);
    const late = chat.press(secret, { code: '123456' });
    expect(late.calls).toMatchObject([{ action: 'identity.send_code' }]);
    expect(late.offered).toMatchObject({ type: 'secret' });
  });
});

describe('a customer who is not signed in', () => {
  it('gets the article at once, and goes on after the sign-in', () => {
    const chat = talk(set, { assurance: 'anonymous', answers: { 'cards.list': [twoCards] } });
    const said = chat.say('freeze my card', 'freeze_card');
    expect(said.text).toMatch(/^\[freeze-card\]\nTo go on with “Freeze a card”, please sign in/);
    expect(said.result.decisions).toContainEqual({ type: 'verify', needed: 'verified' });
    expect(said.calls).toEqual([]);
    expect(chat.say('done').text).toMatch(/cannot see yet/);
    chat.world.assurance = 'verified';
    expect(chat.say('done').text).toBe('Freeze which card?');
  });

  it('goes on without a word of theirs where the sign-in is told to the policy', () => {
    const chat = talk(set, { assurance: 'anonymous', answers: { 'cards.list': [twoCards] } });
    chat.say('freeze my card', 'freeze_card');
    chat.world.assurance = 'verified';
    expect(chat.send({ type: 'time' }).text).toBe('Freeze which card?');
  });

  it('can ask something else meanwhile', () => {
    const chat = talk(set, { assurance: 'anonymous' });
    chat.say('freeze my card', 'freeze_card');
    expect(chat.say('what is the exchange rate?', 'exchange_rate').text).toMatch(/^\[exchange-rate\]\nBack to/);
  });
});
