import type { TenantSettings } from '@guichet/protocol/tenant-settings';
import { describe, expect, it } from 'vitest';
import { fixedChoice, isFixedChoice, type PhraseName, phrase } from './phrases.ts';

const settings: TenantSettings = {
  name: { en: 'Test Bank', zh: '测试银行' },
  scope: { en: 'cards and payments', zh: '银行卡和付款' },
  handoff: { en: 'A person will answer.', zh: '客服人员会回复您。' },
  answers: { default: { en: 'approved', zh: 'approved' }, experts: {} },
  origins: [],
};
const names: PhraseName[] = [
  'greeting',
  'thanks',
  'goodbye',
  'bot_identity',
  'refuse',
  'clarify',
  'unsure',
  'handoff',
  'no_article',
  'interrupted',
  'continued',
];

describe('phrases', () => {
  it.each(names)('%s speaks the language asked for, and no other', (name) => {
    expect(phrase(name, settings, 'en')).not.toMatch(/\p{Script=Han}/u);
    expect(phrase(name, settings, 'zh')).toMatch(/\p{Script=Han}/u);
  });

  it('says what the assistant is for when it refuses', () => {
    expect(phrase('refuse', settings, 'en')).toContain('cards and payments');
    expect(phrase('refuse', settings, 'zh')).toContain('银行卡和付款');
  });

  it('knows its own quick replies again', () => {
    expect(isFixedChoice(fixedChoice('other', 'zh').text, 'other')).toBe(true);
    expect(isFixedChoice('card', 'other')).toBe(false);
  });
});
