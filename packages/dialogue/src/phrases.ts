import type { Language } from '@guichet/protocol/language';
import type { Choice } from '@guichet/protocol/message';
import type { TenantSettings } from '@guichet/protocol/tenant-settings';

/** The assistant's own phrases. Everything else it says comes from approved articles. */
export type PhraseName =
  | 'greeting'
  | 'thanks'
  | 'goodbye'
  | 'bot_identity'
  | 'refuse'
  | 'clarify'
  | 'unsure'
  | 'handoff'
  | 'no_article'
  | 'interrupted'
  | 'continued'
  | 'secret_masked';

type Template = (settings: TenantSettings, language: Language) => string;

const english: Record<PhraseName, Template> = {
  greeting: (tenant) => `Hello! I am ${tenant.name.en}'s assistant. Tell me in your own words what you need.`,
  thanks: () => 'You are welcome. Is there anything else I can help with?',
  goodbye: () => 'Goodbye, and take care. You can come back to this chat at any time.',
  bot_identity: (tenant) =>
    `I am ${tenant.name.en}'s automatic assistant, not a person. I answer from the bank's approved articles and can help with ${tenant.scope.en}. To reach a person, type "agent".`,
  refuse: (tenant) =>
    `Sorry, that is not something I can help with: this assistant is for ${tenant.name.en}'s customers and their banking. I can help with ${tenant.scope.en}.`,
  clarify: () => 'I want to be sure I answer the right question. Which of these is it?',
  unsure: (tenant) =>
    `I am not sure I understood. Could you say it in other words? I can help with ${tenant.scope.en}, or you can type "agent" to reach a person.`,
  handoff: (tenant) => tenant.handoff.en,
  no_article: (tenant) => `I have no approved answer to that yet. ${tenant.handoff.en}`,
  interrupted: () => 'Sorry, something went wrong on our side before I could finish this answer. Please ask again.',
  continued: () => 'I could not finish that answer. Here is what our article says:',
  secret_masked: () =>
    'For your safety I have not kept the code or password in your message. Please never share a PIN, security code, one-time code or password in a chat, not even with the bank.',
};

const chinese: Record<PhraseName, Template> = {
  greeting: (tenant) => `您好！我是${tenant.name.zh}的智能助手。请用您自己的话告诉我需要什么帮助。`,
  thanks: () => '不客气。还有其他可以帮您的吗？',
  goodbye: () => '再见，祝您一切顺利。您可以随时回到这个对话。',
  bot_identity: (tenant) =>
    `我是${tenant.name.zh}的自动助手，不是真人。我根据银行审核过的文章回答，可以帮您处理${tenant.scope.zh}。需要人工服务，请输入“人工”。`,
  refuse: (tenant) =>
    `抱歉，这个问题我帮不上忙：本助手只为${tenant.name.zh}客户解答银行业务。我可以帮您处理${tenant.scope.zh}。`,
  clarify: () => '为了准确回答，请问您想了解的是哪一项？',
  unsure: (tenant) =>
    `抱歉，我没有完全理解。能换一种说法吗？我可以帮您处理${tenant.scope.zh}，也可以输入“人工”联系客服人员。`,
  handoff: (tenant) => tenant.handoff.zh,
  no_article: (tenant) => `这个问题目前还没有审核过的答案。${tenant.handoff.zh}`,
  interrupted: () => '抱歉，我们这边出了问题，没能答完。请再问一次。',
  continued: () => '抱歉，刚才的回答没能说完。以下是我们文章的原文：',
  secret_masked: () =>
    '为了您的资金安全，您消息中的密码或验证码没有被保存。请不要在聊天中告诉任何人（包括银行人员）您的密码、安全码或验证码。',
};

/** A phrase in the customer's language, with the tenant's names in it. */
export function phrase(name: PhraseName, settings: TenantSettings, language: Language): string {
  return (language === 'zh' ? chinese : english)[name](settings, language);
}

const fixedChoices = {
  agent: {
    en: { label: 'Talk to a person', text: 'agent' },
    zh: { label: '联系人工客服', text: '人工' },
  },
  other: {
    en: { label: 'Something else', text: 'Something else' },
    zh: { label: '都不是', text: '都不是，我想问别的' },
  },
} as const;

/** A quick reply the assistant offers by itself. */
export function fixedChoice(name: keyof typeof fixedChoices, language: Language): Choice {
  return fixedChoices[name][language];
}

/** Whether a message is that quick reply, in either language. */
export function isFixedChoice(text: string, name: keyof typeof fixedChoices): boolean {
  return Object.values(fixedChoices[name]).some((choice) => choice.text === text);
}
