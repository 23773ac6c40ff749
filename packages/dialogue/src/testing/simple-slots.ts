import type { FindSlots, FoundSlots, ParseSlot, Span } from '../slots/found-slots.ts';

// Just enough of slot finding for tests of the policy: they do not hang on how well values are read.
const patterns = {
  money: /£?(\d+)(?:\.(\d\d))?(?: ?(?:GBP|pounds|块|镑))?/g,
  date: /\d{4}-\d{2}-\d{2}/g,
  time: /\b\d{1,2}:\d{2}\b/g,
  cardTail: /(?:尾号|ending (?:in )?)(\d{4})/g,
};

export const findSimpleSlots: FindSlots = (text) => {
  const date = matches(text, patterns.date).map(({ whole, span }) => ({ iso: whole, span }));
  const cardTail = matches(text, patterns.cardTail).map(({ first, span }) => ({ digits: first, span }));
  const taken = [...date, ...cardTail].map(({ span }) => span);
  const money = matches(text, patterns.money)
    .filter(({ span }) => !taken.some(([start, end]) => span[0] >= start && span[1] <= end))
    .map(({ first, second, span }) => ({
      amountMinor: Number(first) * 100 + Number(second),
      currency: 'GBP',
      span,
    }));
  const found: FoundSlots = {
    money,
    date,
    time: matches(text, patterns.time).map(({ whole, span }) => ({ time: whole, span })),
    cardTail,
    yesNo: /^(?:yes|ok|是的?|对|确认)$/i.test(text) ? 'yes' : /^(?:no|不|不是|否)$/i.test(text) ? 'no' : null,
    cancel: /^(?:cancel|stop|never mind|取消|算了)$/i.test(text),
    ordinal: /\bsecond\b|第二/.test(text) ? 2 : /\bfirst\b|第一/.test(text) ? 1 : null,
    reference: [],
  };
  return found;
};

function matches(text: string, pattern: RegExp) {
  return [...text.matchAll(pattern)].map(({ index, 0: whole, 1: first = '', 2: second = '0' }) => {
    const span: Span = [index, index + whole.length];
    return { whole, first, second, span };
  });
}

export const parseSimpleSlot: ParseSlot = (kind, text, context) => {
  const trimmed = text.trim();
  if (trimmed === '') return { fault: 'empty' };
  if (context.options !== undefined) return choose(trimmed, context.options);
  const found = findSimpleSlots(trimmed, context.language, context);
  if (kind === 'money') {
    const [amount] = found.money;
    if (amount === undefined) return { fault: 'not_understood' };
    if (context.max !== undefined && amount.amountMinor > context.max) return { fault: 'too_large' };
    return { value: `${amount.amountMinor} GBP`, label: `£${(amount.amountMinor / 100).toFixed(2)}` };
  }
  if (kind === 'date') {
    const iso = found.date[0]?.iso;
    if (iso === undefined) return { fault: 'not_understood' };
    if (context.when === 'past' && Date.parse(iso) > context.now) return { fault: 'not_past' };
    return { value: iso, label: iso };
  }
  if (kind === 'text')
    return trimmed.length > (context.max ?? 500) ? { fault: 'too_long' } : { value: trimmed, label: trimmed };
  return { fault: 'not_understood' };
};

function choose(text: string, options: readonly { value: string; label: string }[]) {
  const lower = text.toLowerCase();
  const { ordinal } = findSimpleSlots(text, 'en', { now: 0, timeZone: 'UTC' });
  const counted = ordinal === null ? undefined : options[ordinal - 1];
  if (counted !== undefined) return counted;
  const tail = /\d{4}/.exec(text)?.[0];
  const hits = options.filter(({ label }) => {
    if (tail !== undefined) return label.includes(tail);
    const [word = label] = label.toLowerCase().split(' ');
    return ` ${lower.replace(/[^\p{L}\p{N}]+/gu, ' ')} `.includes(/\p{Script=Han}/u.test(word) ? word : ` ${word} `);
  });
  const [only, second] = hits;
  if (only === undefined) return { fault: 'not_offered' } as const;
  return second === undefined ? only : ({ fault: 'ambiguous' } as const);
}
