import { testFlows, twoCards } from '@guichet/dialogue/testing/flow-files';
import { talk } from '@guichet/dialogue/testing/talk';

/** Milliseconds of each step of the dialogue policy, over whole conversations with corrections and digressions, after a warm-up. */
export function measurePolicy(conversations: number): number[] {
  converse(conversations / 4);
  return converse(conversations);
}

function converse(conversations: number): number[] {
  const set = testFlows();
  const times: number[] = [];
  for (let count = 0; count < conversations; count += 1) {
    const chat = talk(set, {
      answers: { 'cards.list': [twoCards], 'transfers.send': [{ outcome: 'done', result: { caseNumber: 'T-7' } }] },
      onStep: (milliseconds) => times.push(milliseconds),
    });
    chat.say('i want to send money', 'pending_transfer');
    chat.say('what is the exchange rate?', 'exchange_rate');
    chat.say('blue card');
    chat.say('gift');
    chat.say('40 on 2026-06-05');
    chat.say('happy birthday');
    chat.say('freeze a card', 'freeze_card');
    chat.say('red card');
    chat.say('no, make it 50');
    chat.say('yes');
  }
  return times;
}
