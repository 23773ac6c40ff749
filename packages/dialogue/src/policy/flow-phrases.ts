import type { Language } from '@guichet/protocol/language';

/** What the assistant says around flows; `{name}` is filled in. */
const english = {
  cancelled: 'All right, I have stopped. Nothing was changed.',
  cancelled_after_effect: 'All right, I have stopped. What was done before stays as it is.',
  timed_out:
    '“{title}” was left open for too long, so I closed it. Nothing was changed. You can start again at any time.',
  changed: '“{title}” has changed meanwhile, so I closed it. Please start again.',
  back_to: 'Back to “{title}”.',
  form_intro: 'Please fill in the following.',
  sign_in: 'To go on with “{title}”, please sign in first, so that I know it is you. Then write “done” here.',
  still_signed_out: 'I cannot see yet that you are signed in. Please sign in, then write “done” here.',
  code_sent: 'For your safety I have sent you a one-time code. Please enter it in the field below, not as a message.',
  code_in_field: 'Please enter the code in the field for it, not as a message: messages are stored, codes never are.',
  code_wrong: 'That code is not right. Tries left: {left}.',
  code_used_up: 'That was not the right code either, so I have stopped for your safety. A person can help you.',
  code_unavailable: 'I cannot send a code just now. A person can help you.',
  not_understood: 'I did not get that.',
  not_money: 'I need an amount, such as “£25.50”.',
  not_date: 'I need a day, such as “3 May” or “last Tuesday”.',
  not_time: 'I need a time, such as “14:30” or “half past two”.',
  not_offered: 'Please choose one of these.',
  ambiguous: 'I could not tell which one you mean. Please choose.',
  too_small: 'That amount is too small.',
  too_large: 'That amount is too large.',
  too_long: 'That is too long. Please keep it shorter.',
  too_short: 'Please tell me a little more.',
  wrong_currency: 'That has to be in another currency.',
  impossible_date: 'There is no such day. Please check the date.',
  not_past: 'That day has not come yet. Please give a day in the past.',
  not_future: 'That day has passed. Please give a day to come.',
  offer_person: 'If you would rather talk to a person, choose that below.',
  corrected: 'Changed: {label} is now {value}.',
  already_done: 'That has been done already, so I cannot change it here. A person can help you.',
  next_task: 'You also asked about “{title}”. We can do that next.',
  finish_first: 'Let us finish this first, then we can go on to “{title}”.',
  no_options: 'I cannot find anything for that with you. If something should be there, a person can look.',
  unavailable:
    'I cannot reach the bank’s systems for this just now. Nothing was changed. Please try again in a few minutes, or talk to a person.',
  not_possible: 'The bank’s systems did not accept that. Nothing was changed. A person can look at it with you.',
  unknown_outcome:
    'I did not hear back whether that took effect. Please do not send it again: a person checks it now and tells you.',
  interaction_gone: 'That is no longer open.',
  confirm_expired: 'That took a while, so please confirm once more.',
  yes: 'Yes',
  no: 'No, cancel',
  submit: 'Continue',
  skip: 'Skip',
  code_label: 'One-time code',
  case_received: 'Received',
} as const;

export type FlowPhraseName = keyof typeof english;

const chinese: Record<FlowPhraseName, string> = {
  cancelled: '好的，已为您停止办理，没有做任何更改。',
  cancelled_after_effect: '好的，已停止。之前办好的部分保持不变。',
  timed_out: '“{title}”搁置的时间太久，已自动关闭，没有做任何更改。您可以随时重新开始。',
  changed: '“{title}”的办理流程刚有更新，已关闭。请重新开始。',
  back_to: '我们接着办理“{title}”。',
  form_intro: '请填写以下内容。',
  sign_in: '要继续办理“{title}”，请先登录，以便确认是您本人。登录后在这里回复“好了”即可。',
  still_signed_out: '暂时还没有看到您已登录。请先登录，再回复“好了”。',
  code_sent: '为了您的资金安全，已向您发送一次性验证码。请填在下方的输入框里，不要直接发消息。',
  code_in_field: '请把验证码填在专用的输入框里，不要直接发消息：消息会被保存，验证码不会。',
  code_wrong: '验证码不正确，还可以再试 {left} 次。',
  code_used_up: '验证码仍不正确，为了您的安全已停止办理。您可以联系人工客服。',
  code_unavailable: '暂时无法发送验证码。您可以联系人工客服。',
  not_understood: '抱歉，我没有听明白。',
  not_money: '请告诉我金额，例如“25.5 英镑”。',
  not_date: '请告诉我日期，例如“5 月 3 日”或“上周二”。',
  not_time: '请告诉我时间，例如“14:30”或“下午两点半”。',
  not_offered: '请从以下选项中选择。',
  ambiguous: '我没能确定您指的是哪一个，请选择。',
  too_small: '这个金额太小了。',
  too_large: '这个金额太大了。',
  too_long: '内容太长了，请简短一些。',
  too_short: '请再说得具体一点。',
  wrong_currency: '这里需要使用其他币种。',
  impossible_date: '没有这一天，请核对日期。',
  not_past: '这一天还没到，请提供过去的日期。',
  not_future: '这一天已经过去了，请提供以后的日期。',
  offer_person: '如果您想直接联系人工客服，请点下方按钮。',
  corrected: '已更改：{label}现为{value}。',
  already_done: '这件事已经办好了，在这里无法再更改。您可以联系人工客服。',
  next_task: '您还提到了“{title}”，接下来可以为您办理。',
  finish_first: '我们先把手头这件事办完，再办理“{title}”。',
  no_options: '没有查到您名下相关的记录。如果您认为应该有，可以请人工客服为您查看。',
  unavailable: '暂时连不上银行系统，没有做任何更改。请过几分钟再试，或联系人工客服。',
  not_possible: '银行系统没有接受这次办理，没有做任何更改。可以请人工客服为您查看。',
  unknown_outcome: '暂时没有收到办理结果的确认。请不要重复提交：我们会安排人工核实并告知您。',
  interaction_gone: '这一项已经失效了。',
  confirm_expired: '等待时间较长，请您再确认一次。',
  yes: '确定',
  no: '取消',
  submit: '继续',
  skip: '跳过',
  code_label: '一次性验证码',
  case_received: '已受理',
};

/** One of those phrases in a language. */
export function flowPhrase(
  name: FlowPhraseName,
  language: Language,
  values: Readonly<Record<string, string>> = {},
): string {
  const template: string = (language === 'zh' ? chinese : english)[name];
  return template.replace(/\{(\w+)\}/g, (_, key: string) => (Object.hasOwn(values, key) ? (values[key] ?? '') : ''));
}

/** Every phrase's name. */
export const flowPhraseNames = Object.keys(english) as FlowPhraseName[];
