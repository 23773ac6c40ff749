import type { Labelled } from './generate-cards.ts';
import type { Chance } from './random.ts';

/** Numbers of shops, carriers and banks that are no cards, as they number them; every digit by chance, check digits included. */
const numbers: readonly ((random: Chance) => string)[] = [
  (random) => `${random.digits(3)}-${random.digits(7)}-${random.digits(7)}`, // Amazon
  (random) => random.digits(12), // FedEx, JD
  (random) => random.digits(15), // FedEx Ground
  (random) => `94001${random.digits(17)}`, // USPS
  (random) => `1Z${random.digits(6)}${random.digits(10)}`, // UPS
  (random) => `SF${random.digits(13)}`,
  (random) => `JD${random.digits(14)}`,
  (random) => `YT${random.digits(13)}`,
  (random) => random.digits(19), // Taobao
  (random) => random.digits(16),
  (random) => random.digits(18),
  (random) => `42000${random.digits(23)}`, // WeChat Pay
  (random) => `2026${random.digits(24)}`, // Alipay
  (random) => random.digits(10),
  (random) => random.digits(8),
  (random) => `SKY-${random.digits(8)}-${random.digits(4)}`,
  (random) => `REF${random.digits(13)}`,
  (random) => random.digits(14),
  (random) => random.digits(13),
  (random) => random.digits(20), // DHL, SSCC
];
const before = {
  en: [
    'order number ',
    'my order ',
    'Order #',
    'tracking number is ',
    'tracking ',
    'the reference is ',
    'reference: ',
    'ref ',
    'case ',
    'invoice no. ',
    'order id: ',
    'transaction id ',
    'parcel ',
    'booking reference ',
    'where is order ',
    'the tracking number you gave me: ',
  ],
  zh: [
    '订单号',
    '订单号是',
    '订单号：',
    '我的订单',
    '快递单号',
    '运单号 ',
    '单号是',
    '流水号',
    '交易单号：',
    '参考号',
    '案件编号',
    '物流单号：',
    '订单编号为',
    '商户单号 ',
    '快递',
  ],
};
const after = {
  en: ['', ' has not arrived', ' is late', '.', ' please', ' was paid on 2 June', '?', ' and it is missing'],
  zh: ['', '还没到', '。', '，帮我查一下', '什么时候到', '一直没更新', '？', '已经付款了'],
};

/** A message in either language with one order, tracking or reference number that is no card. */
export function otherMessage(random: Chance): Labelled {
  const number = random.pick(numbers)(random);
  const language = random.pick(['en', 'zh'] as const);
  const lead = random.pick(before[language]);
  return { text: lead + number + random.pick(after[language]), start: lead.length, end: lead.length + number.length };
}
