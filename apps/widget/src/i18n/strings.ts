import type { Language } from '@guichet/protocol/language';

const english = {
  open: 'Open chat',
  close: 'Close chat',
  title: 'Help',
  assistant: 'Automatic assistant',
  welcome: 'Hello! Ask me anything about your account, cards or payments, in English or Chinese.',
  privacy: 'Never type a PIN or password here. Card numbers are hidden automatically.',
  placeholder: 'Type your question…',
  inputLabel: 'Your message',
  send: 'Send',
  newChat: 'New conversation',
  switchLanguage: '中文',
  switchLanguageLabel: '切换到中文',
  you: 'You',
  typing: 'The assistant is writing',
  sources: 'Source',
  quickReplies: 'Suggested replies',
  degraded: 'Part of our service is down. This is our approved text.',
  interrupted: 'This answer was cut off.',
  handoff: 'A matter for our team',
  notSent: 'Not sent.',
  retry: 'Try again',
  offline: 'You seem to be offline. Check your connection.',
  busy: 'We are very busy. Please try again in a moment.',
  tooLong: 'Your message is too long. Please shorten it.',
  failed: 'Something went wrong on our side.',
  unavailable: 'The chat cannot be reached right now.',
  loading: 'Loading your conversation…',
  example1: 'My card still has not arrived',
  example2: 'My card was stolen',
  example3: 'How long does a transfer take?',
};

export type Strings = typeof english;

const chinese: Strings = {
  open: '打开对话',
  close: '关闭对话',
  title: '客服助手',
  assistant: '自动助手',
  welcome: '您好！账户、银行卡、付款方面的问题都可以问我，中文英文均可。',
  privacy: '请勿在此输入密码或验证码。卡号会自动隐藏。',
  placeholder: '请输入您的问题…',
  inputLabel: '您的消息',
  send: '发送',
  newChat: '新对话',
  switchLanguage: 'EN',
  switchLanguageLabel: 'Switch to English',
  you: '您',
  typing: '助手正在回复',
  sources: '来源',
  quickReplies: '推荐回复',
  degraded: '部分服务暂时不可用，以下为审核过的原文。',
  interrupted: '回答中断了。',
  handoff: '由人工客服处理',
  notSent: '未发送。',
  retry: '重试',
  offline: '网络似乎断开了，请检查连接。',
  busy: '当前咨询较多，请稍后再试。',
  tooLong: '消息太长了，请缩短后再发送。',
  failed: '我们这边出了点问题。',
  unavailable: '暂时无法连接客服。',
  loading: '正在加载您的对话…',
  example1: '我的卡还没寄到',
  example2: '我的卡被偷了',
  example3: '转账多久到账？',
};

/** All words of the element in a language. */
export function stringsFor(language: Language): Strings {
  return language === 'zh' ? chinese : english;
}
