import type { Chance } from './random.ts';

interface Brand {
  prefixes: readonly string[];
  lengths: readonly number[];
  groups: readonly number[];
}

const brands: readonly Brand[] = [
  { prefixes: ['4'], lengths: [16, 16, 16, 16, 13, 19], groups: [4, 4, 4, 4, 3] },
  {
    prefixes: ['51', '52', '53', '54', '55', '2221', '2345', '2500', '2699', '2720'],
    lengths: [16],
    groups: [4, 4, 4, 4],
  },
  { prefixes: ['34', '37'], lengths: [15], groups: [4, 6, 5] },
  { prefixes: ['62', '6217', '6222', '6225', '6228', '81'], lengths: [16, 19, 19], groups: [4, 4, 4, 4, 3] },
  { prefixes: ['6011', '65', '644', '649'], lengths: [16], groups: [4, 4, 4, 4] },
  { prefixes: ['3528', '3550', '3589'], lengths: [16], groups: [4, 4, 4, 4] },
  { prefixes: ['36', '300', '305', '38'], lengths: [14], groups: [4, 6, 4] },
  { prefixes: ['5018', '5020', '5038', '6759'], lengths: [16, 18, 19], groups: [4, 4, 4, 4, 3] },
];
const separators = [
  '',
  '',
  '',
  ' ',
  ' ',
  '-',
  '.',
  '/',
  ' - ',
  '  ',
  '\u00a0',
  '_',
  ',',
  '，',
  '·',
  '\n',
  '\u200b',
  '–',
  '•',
  '、',
  '|',
  '. ',
];
const before = {
  en: [
    '',
    'my card ',
    'my card number is ',
    'card: ',
    'it was charged to ',
    'please block ',
    'I paid for order 4471 with ',
    'Card no. ',
    'cc ',
    'here it is:\n',
    '(',
    'visa ',
    '#',
    'the card 1: ',
    'on 12/05 I used ',
    'number=',
    'from 2 Jun my card ',
    'I have two cards, one is ',
    'my order was charged to ',
    'the reference is AB-12, the card ',
    '"',
  ],
  zh: [
    '',
    '卡号',
    '我的卡号是',
    '卡号：',
    '银行卡',
    '尾号不记得了，整个是',
    '请冻结',
    '我用',
    '信用卡号码 ',
    '（',
    '号码',
    '6月2号刷的卡',
    '转到',
    '订单用的是这张卡：',
    '绑定的是',
    '储蓄卡号',
  ],
};
const after = {
  en: [
    '',
    ' please',
    ' was charged twice',
    '.',
    ' exp 12/27',
    ' 09/28 123',
    '?',
    ')',
    ' for £20.00',
    ', it is lost',
    '\nthanks',
    '"',
    ' not 1234',
  ],
  zh: [
    '',
    '被盗刷了',
    '。',
    '，麻烦冻结',
    ' 有效期12/27',
    '丢了',
    '）',
    '扣了我200元',
    '怎么回事',
    '这张',
    '，安全码123',
  ],
};

export interface Labelled {
  text: string;
  start: number;
  end: number;
}

/** A message in either language with one card number: right check digit, any brand, grouping, separator and width of digits. */
export function cardMessage(random: Chance): Labelled {
  const typed = typedCard(random);
  const language = random.pick(['en', 'zh'] as const);
  const lead = random.pick(before[language]);
  return { text: lead + typed + random.pick(after[language]), start: lead.length, end: lead.length + typed.length };
}

function typedCard(random: Chance): string {
  const { prefixes, lengths, groups } = random.pick(brands);
  const length = random.pick(lengths);
  const prefix = random.pick(prefixes);
  const number = withCheckDigit(prefix + random.digits(length - 1 - prefix.length));
  const separator = random.pick(separators);
  const typed = grouped(number, separator, random.integer(8) === 0 ? [random.pick([1, 2, 3, 5])] : groups);
  return random.integer(5) === 0 ? fullWidth(typed) : typed;
}

function grouped(number: string, separator: string, groups: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0, index = 0; at < number.length; index += 1) {
    const size = groups[Math.min(index, groups.length - 1)] ?? 4;
    parts.push(number.slice(at, at + size));
    at += size;
  }
  return parts.join(separator);
}

function fullWidth(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
}

export function withCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return digits + ((10 - (sum % 10)) % 10);
}
