import { describe, expect, it } from 'vitest';
import { checkSentence } from './check-sentence.ts';

const en = {
  articleId: 'card-arrival',
  title: 'My card has not arrived',
  text: 'Standard delivery in the UK takes 3–5 working days. If your card has not arrived after 10 working days, open Cards › Card not arrived. We cancel the old card and send a new one free. You cannot track standard delivery. See https://skylark.example/help for more.',
};
const zh = {
  articleId: 'card-arrival',
  title: '卡还没到',
  text: '英国境内标准寄送需要 3–5 个工作日。若 10 个工作日后仍未收到，请打开“卡片 › 未收到卡”。我们会注销旧卡并免费补寄新卡。',
};

const checkEn = (sentence: string, question = '') =>
  checkSentence({ sentence, passages: [en], question, language: 'en' });
const checkZh = (sentence: string) => checkSentence({ sentence, passages: [zh], question: '', language: 'zh' });

describe('checkSentence', () => {
  it.each([
    'Standard delivery takes 3–5 working days in the UK.',
    'We will cancel the old card and send you a new one free.',
    'If the card has not arrived after 10 working days, open Cards › Card not arrived.',
  ])('supports what the passage says: %s', (sentence) => {
    expect(checkEn(sentence)).toEqual({ supported: true, articleId: 'card-arrival', reason: 'supported' });
  });

  it.each([
    ['Standard delivery takes 2–3 working days in the UK.', 'number'],
    ['We cancel the old card and send a new one for £5.', 'number'],
    ['You can track standard delivery.', 'negation'],
    ['See https://evil.example/help for more.', 'link'],
    // Its "а" is Cyrillic.
    ['See https://skylаrk.example/help for more.', 'link'],
    ['See javascript:alert(1) for more.', 'terms'],
    ['Our premium members enjoy airport lounges worldwide.', 'terms'],
    ['Standard delivery ![x](https://evil.example/p.png) takes 3–5 working days.', 'link'],
    ['我们会补寄新卡。', 'language'],
    ['Has the card arrived after 10 working days?', 'question'],
    ['I recommend you buy the fund.', 'advice'],
    ['Sure!', 'empty'],
    ['We only cancel the old card and send other cards free.', 'terms'],
    ['We cancel the old card and send a new golden one free.', 'terms'],
    ['Standard delivery takes 3–5 working days, and we cancel the old card.', 'terms'],
  ])('refuses %s', (sentence, reason) => expect(checkEn(sentence)).toMatchObject({ supported: false, reason }));

  it('holds Chinese to the same measure', () => {
    expect(checkZh('标准寄送需要 3–5 个工作日。')).toMatchObject({ supported: true });
    expect(checkZh('标准寄送需要 1–2 个工作日。')).toMatchObject({ supported: false, reason: 'number' });
    expect(checkZh('我们不会注销旧卡并免费补寄新卡。')).toMatchObject({ supported: false, reason: 'negation' });
    expect(checkZh('We cancel the old card.')).toMatchObject({ supported: false, reason: 'language' });
  });

  it('lets an answer take up the words of the question, but not its numbers', () => {
    const sentence = 'Standard delivery to London in the UK takes 3–5 working days.';
    expect(checkEn(sentence)).toMatchObject({ supported: false, reason: 'terms' });
    expect(checkEn(sentence, 'how long to london?')).toMatchObject({ supported: true });
    expect(checkEn('Standard delivery in the UK takes 2 working days.', 'is it 2 days?')).toMatchObject({
      reason: 'number',
    });
  });

  it('is not satisfied by the words of the question alone', () => {
    expect(checkEn('Gold cards cost nothing in London.', 'do gold cards cost nothing in london')).toMatchObject({
      supported: false,
    });
  });

  it('names the passage that carries the sentence', () => {
    const other = { articleId: 'fees', title: 'Fees', text: 'A replacement card costs £5.00 when the card was lost.' };
    const result = checkSentence({
      sentence: 'A replacement for a lost card costs £5.00.',
      passages: [en, other],
      question: '',
      language: 'en',
    });
    expect(result).toMatchObject({ supported: true, articleId: 'fees' });
  });
});
