import { describe, expect, it } from 'vitest';
import { testFlows, twoCards } from '../testing/flow-files.ts';
import { talk } from '../testing/talk.ts';

const set = testFlows();
const sent = { outcome: 'done' as const, result: { caseNumber: 'T-7' } };
const talkTo = (options: Parameters<typeof talk>[1] = {}) =>
  talk(set, { ...options, answers: { 'cards.list': [twoCards], 'transfers.send': [sent], ...options.answers } });

/** Up to the confirmation of the flow that sends money. */
function upToConfirm(chat: ReturnType<typeof talk>) {
  chat.say('i want to send money', 'pending_transfer');
  chat.say('blue card');
  chat.say('rent');
  return chat.say('40 on 2026-06-05');
}

describe('a flow', () => {
  it('asks for one thing at a time, and for several in a form', () => {
    const chat = talkTo();
    const first = chat.say('i want to send money', 'pending_transfer');
    expect(first).toMatchObject({
      text: 'Which card?',
      offered: { type: 'choice', options: [{ value: 'c1' }, { value: 'c2' }] },
    });
    expect(first.result.decision).toBe('flow');
    const second = chat.press(first, { value: 'c2' });
    expect(second.text).toBe('What for?');
    expect(chat.press(second, { value: 'rent' }).offered).toMatchObject({
      type: 'form',
      fields: [
        { name: 'amount', kind: 'money', required: true },
        { name: 'date', kind: 'date' },
      ],
    });
  });

  it('shows what it will do, does it once after a yes, and gives the case number', () => {
    const chat = talkTo();
    const confirm = upToConfirm(chat);
    expect(confirm.offered).toMatchObject({
      type: 'confirm',
      rows: [
        { value: 'Blue card 1234' },
        { label: 'Reason', value: 'Rent' },
        { label: 'Amount', value: '£40.00' },
        { label: 'Date' },
      ],
    });
    const done = chat.press(confirm, { confirmed: true });
    expect(done.calls).toEqual([
      {
        type: 'call',
        action: 'transfers.send',
        effect: 'write',
        interactionId: confirm.offered?.id,
        fields: { card: 'c1', amount: '4000 GBP', date: '2026-06-05' },
      },
    ]);
    expect(done.text).toBe('Sent £40.00, number T-7.');
    expect(done.result.state.flows).toEqual([]);
    expect(done.result.state.used).toContain(confirm.offered?.id);
  });

  it('can be gone through by typing alone, in Chinese as well', () => {
    const chat = talkTo({ language: 'zh' });
    expect(chat.say('我要转账', 'pending_transfer').text).toBe('哪张卡？');
    chat.say('Blue card');
    chat.say('房租');
    expect(chat.say('40块 2026-06-05').text).toBe('确定转账吗？');
    expect(chat.say('确认').text).toBe('已转 £40.00，编号 T-7。');
  });

  it('takes what the first message says already', () => {
    const chat = talkTo();
    expect(chat.say('send money from the red card', 'pending_transfer').text).toBe('What for?');
    expect(chat.world.state).toMatchObject({ flows: [{ slots: { card: { value: 'c2', from: 'opening' } } }] });
  });

  it('says what is wrong with a form in its words, keeps what was given, and offers it anew', () => {
    const chat = talkTo();
    chat.say('send money', 'pending_transfer');
    chat.say('blue card');
    const form = chat.say('rent');
    const wrong = chat.press(form, { values: { amount: '99999999', date: '2026-06-05' } });
    expect(wrong.text).toMatch(/too large/);
    expect(wrong.offered).toMatchObject({ fields: [{ value: '99999999' }, { value: '2026-06-05' }] });
    expect(wrong.offered?.id).not.toBe(form.offered?.id);
    expect(chat.press(wrong, { values: { amount: '50', date: '2026-06-05' } }).text).toBe('Send it?');
  });

  it('leaves out an optional value on request', () => {
    const chat = talkTo();
    chat.say('send money', 'pending_transfer');
    chat.say('blue card');
    chat.say('gift');
    const note = chat.say('40 on 2026-06-05');
    expect(note).toMatchObject({ text: 'A note?', offered: { options: [{ value: 'skip', label: 'Skip' }] } });
    const confirm = chat.say('no thanks');
    expect(confirm.offered).toMatchObject({ type: 'confirm' });
    expect(chat.say('yes').calls[0]?.fields).not.toHaveProperty('note');
  });
});

describe('a digression', () => {
  it('is answered, and then the open question comes again with the same offer', () => {
    const chat = talkTo();
    const first = chat.say('send money', 'pending_transfer');
    const aside = chat.say('what is the exchange rate?', 'exchange_rate');
    expect(aside.text).toBe('[exchange-rate]\nBack to “Send money”.\nWhich card?');
    expect(aside.offered).toEqual(first.offered);
    expect(chat.press(aside, { value: 'c1' }).text).toBe('What for?');
  });

  it('into another flow comes back to the first one when that is done', () => {
    const chat = talkTo();
    upToConfirm(chat);
    const freeze = chat.say('wait, freeze a card now', 'freeze_card');
    expect(freeze.text).toBe('Freeze which card?');
    const back = chat.press(freeze, { value: 'c2' });
    expect(back.calls).toMatchObject([{ action: 'cards.freeze', interactionId: freeze.offered?.id }]);
    expect(back.text).toBe('Red card 5678 is frozen.\nBack to “Send money”.\nSend it?');
    expect(chat.press(back, { confirmed: true }).text).toMatch(/^Sent/);
  });

  it('does not go deeper than three flows', () => {
    const chat = talkTo();
    chat.say('send money', 'pending_transfer');
    chat.say('freeze', 'freeze_card');
    const third = chat.say('unfreeze', 'card_not_working');
    expect(third.result.state.flows).toHaveLength(3);
  });
});

describe('a correction', () => {
  it.each([
    ['no, make it 50', { amount: '5000 GBP' }],
    ['the amount should be 50', { amount: '5000 GBP' }],
    ['change the date to 2026-07-01', { date: '2026-07-01' }],
    ['actually gift', { reason: 'gift' }],
    ['not that card, the one ending 5678', { card: 'c2' }],
  ])('"%s" changes the value and nothing else', (text, changed) => {
    const chat = talkTo();
    upToConfirm(chat);
    const said = chat.say(text);
    if ('reason' in changed) chat.say('skip');
    const done = chat.say('yes');
    expect(said.text).toMatch(/Changed|Send it|note/);
    const fields = { card: 'c1', amount: '4000 GBP', date: '2026-06-05', ...changed };
    const { reason: _, ...sentFields } = { reason: '', ...fields };
    expect(done.calls.at(-1)?.fields).toEqual(sentFields);
  });

  it.each([
    ['不是那张，是尾号5678的', 'c2', '4000 GBP'],
    ['金额改成50块', 'c1', '5000 GBP'],
    ['说错了，50块', 'c1', '5000 GBP'],
  ])('"%s" does so in Chinese', (text, card, amount) => {
    const chat = talkTo({ language: 'zh' });
    chat.say('转账', 'pending_transfer');
    chat.say('Blue card');
    chat.say('房租');
    chat.say('40块 2026-06-05');
    chat.say(text);
    expect(chat.say('确认').calls.at(-1)?.fields).toMatchObject({ card, amount });
  });

  it('asks again where it does not say what the value should be', () => {
    const chat = talkTo();
    upToConfirm(chat);
    expect(chat.say('the date is wrong').text).toBe('Which day?');
    expect(chat.say('2026-06-09').text).toBe('Send it?');
  });

  it('makes the old confirmation void', () => {
    const chat = talkTo();
    const confirm = upToConfirm(chat);
    chat.say('make it 50');
    const late = chat.press(confirm, { confirmed: true });
    expect(late.calls).toEqual([]);
    expect(late.text).toMatch(/no longer open/);
  });

  it('leaves out what is no longer asked on the new way', () => {
    const chat = talkTo();
    chat.say('send money', 'pending_transfer');
    chat.say('blue card');
    chat.say('gift');
    chat.say('40 on 2026-06-05');
    chat.say('happy birthday');
    expect(chat.say('no, for rent').offered).toMatchObject({ type: 'confirm', rows: { length: 4 } });
    expect(chat.say('yes').calls[0]?.fields).not.toHaveProperty('note');
  });

  it.each(['they took the wrong amount, 12, with my card', 'the reason is that my rent was due'])(
    'is not seen in free words: "%s"',
    (text) => {
      const chat = talkTo();
      chat.say('send money', 'pending_transfer');
      chat.say('blue card');
      chat.say('gift');
      chat.say('40 on 2026-06-05');
      chat.say(text);
      expect(chat.say('yes').calls[0]?.fields).toMatchObject({ card: 'c1', amount: '4000 GBP', note: text });
    },
  );

  it('of a value while another one is asked goes on with that question', () => {
    const chat = talkTo();
    chat.say('send money', 'pending_transfer');
    chat.say('blue card');
    chat.say('gift');
    chat.say('40 on 2026-06-05');
    expect(chat.say('sorry, make it 45').text).toBe('Changed: Amount is now £45.00.\nA note?');
  });
});

describe('stopping', () => {
  it.each(['cancel', 'never mind', '取消'])('"%s" empties the stack and says that nothing was changed', (text) => {
    const chat = talkTo();
    upToConfirm(chat);
    chat.say('freeze my card', 'freeze_card');
    const said = chat.say(text);
    expect(said.result.state.flows).toEqual([]);
    expect(said.text).toMatch(/Nothing was changed/);
  });

  it('by a no to the confirmation changes nothing and closes that flow', () => {
    const chat = talkTo();
    upToConfirm(chat);
    expect(chat.say('no')).toMatchObject({ calls: [], result: { state: { flows: [] } } });
  });

  it('for a person hands over, whatever is open', () => {
    const chat = talkTo();
    upToConfirm(chat);
    expect(chat.say('agent').result).toMatchObject({ decision: 'handoff', state: { flows: [] } });
  });
});

describe('what is not understood', () => {
  it('is asked again, then a person is offered, then it is theirs', () => {
    const chat = talkTo();
    chat.say('send money', 'pending_transfer');
    const first = chat.say('purple');
    expect(first.text).toMatch(/Please choose/);
    expect(first.result.choices).toEqual([]);
    expect(chat.say('elephant').result.choices).toEqual([{ label: 'Talk to a person', text: 'agent' }]);
    expect(chat.say('soup').result.decision).toBe('handoff');
  });

  it('is forgiven by the next good answer', () => {
    const chat = talkTo();
    chat.say('send money', 'pending_transfer');
    chat.say('purple');
    chat.say('blue card');
    expect(chat.say('purple').result.choices).toEqual([]);
  });
});

describe('several wishes in one message', () => {
  it('are answered together; one flow is begun, the other one named', () => {
    const chat = talkTo();
    const clause = (intent: string) => ({
      language: 'en' as const,
      intents: [{ intent, confidence: 0.9 }],
      rejected: false,
      experts: [],
      tier: 'edge' as const,
      reasons: { rejectScore: 0, abstained: false, urgent: false, complaint: false, summary: '', routerVersion: '' },
    });
    const said = chat.send({
      type: 'message',
      text: 'what is the rate, freeze my card, and send money',
      route: clause('exchange_rate'),
      clauses: ['exchange_rate', 'freeze_card', 'pending_transfer'].map(clause),
      found: { money: [], date: [], time: [], cardTail: [], yesNo: null, cancel: false, ordinal: null, reference: [] },
    });
    expect(said.text).toBe(
      '[exchange-rate]\nYou also asked about “Send money”. We can do that next.\nFreeze which card?',
    );
    expect(said.result.choices).toEqual([{ label: 'Send money', text: 'Send money' }]);
    chat.press(said, { value: 'c1' });
    expect(chat.say('Send money').text).toBe('Which card?');
  });
});

describe('outside flows', () => {
  it('a flow that is for a person hands over with its own words', () => {
    const said = talkTo().say('my father died', 'bereavement');
    expect(said).toMatchObject({ text: 'I am sorry for your loss.\n[handoff]', result: { decision: 'handoff' } });
  });

  it('an article is answered as before', () => {
    expect(talkTo().say('where is my card', 'card_arrival')).toMatchObject({
      text: '[card-arrival]',
      result: { decision: 'answer' },
    });
  });
});
