import type { Language } from '@guichet/protocol/language';

const english = {
  optional: '(optional)',
  choose: 'Choose…',
  missing: 'Please fill this in.',
  missingChoice: 'Please choose one.',
  notMoney: 'Enter an amount, such as 25.50.',
  notPositive: 'The amount must be more than zero.',
  tooFine: 'Use at most two digits after the point.',
  notDate: 'Enter a whole date: day, month and year.',
  notTime: 'Enter a time, such as 14:30.',
  notCode: 'Enter the {digits} digits of the code.',
  attemptsLeft: 'Attempts left: {count}',
  until: 'Open until {time}',
  answered: 'Answered',
  expired: 'Expired',
  expiredSecret: 'This code has expired. Write “new code” to get another one.',
  sending: 'Sending…',
  checkCode: 'Check code',
  over: 'No longer open',
  codeGiven: 'One-time code entered',
  caseNumber: 'Case number',
  caseStatus: 'Status',
  followUp: 'You hear from us by',
  copy: 'Copy',
  copyNumber: 'Copy the case number',
  copied: 'Copied',
  escapeCancels: 'Escape cancels.',
  colon: ': ',
};

export type InteractionStrings = typeof english;

const chinese: InteractionStrings = {
  optional: '（选填）',
  choose: '请选择…',
  missing: '请填写此项。',
  missingChoice: '请选择一项。',
  notMoney: '请输入金额，例如 25.50。',
  notPositive: '金额必须大于零。',
  tooFine: '小数点后最多两位。',
  notDate: '请输入完整日期（年、月、日）。',
  notTime: '请输入时间，例如 14:30。',
  notCode: '请输入 {digits} 位数字验证码。',
  attemptsLeft: '还可以尝试 {count} 次',
  until: '{time} 前有效',
  answered: '已处理',
  expired: '已过期',
  expiredSecret: '验证码已过期，回复“重新发送”可再次获取。',
  sending: '正在发送…',
  checkCode: '验证',
  over: '已结束',
  codeGiven: '已输入验证码',
  caseNumber: '受理编号',
  caseStatus: '状态',
  followUp: '最迟答复日期',
  copy: '复制',
  copyNumber: '复制受理编号',
  copied: '已复制',
  escapeCancels: '按 Esc 键取消。',
  colon: '：',
};

/** A text with its `{name}`s filled in. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** All words around interactions in a language; their own words come from the gateway. */
export function interactionStrings(language: Language): InteractionStrings {
  return language === 'zh' ? chinese : english;
}
