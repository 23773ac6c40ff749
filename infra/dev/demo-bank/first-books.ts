import type { Books, Card, Customer, Entry } from './books.ts';

const dayMs = 86_400_000;

/** The books of the first day: three people who do not exist. Dates are counted back from `now`. */
export function firstBooks(now: number): Books {
  const day = (back: number) => new Date(now - back * dayMs).toISOString().slice(0, 10);
  return { customers: [ada(day), weiLin(day), noor(day)], cases: [], answers: {}, effects: {}, log: [] };
}

type Day = (back: number) => string;

function ada(day: Day): Customer {
  return {
    id: 'ada',
    name: { en: 'Ada Whitfield', zh: '艾达·惠特菲尔德' },
    phone: '+44 7700 900123',
    address: '12 Larkspur Road, London SE15 4QX',
    balanceMinor: 248_016,
    cards: [
      card('ada-debit', '4417', 'Visa debit', 'Visa 借记卡'),
      card('ada-virtual', '9032', 'Virtual card', '虚拟卡'),
    ],
    transactions: [
      pay('ada-t1', 'ada-debit', 'Wharf Coffee', 'Wharf 咖啡', 340, day(1)),
      pay('ada-t2', 'ada-debit', 'Alder Grocers', 'Alder 超市', 4_295, day(2)),
      pay('ada-t3', 'ada-virtual', 'Nimbus Streaming', 'Nimbus 影视', 1_199, day(4)),
      pay('ada-t4', 'ada-virtual', 'Nimbus Streaming', 'Nimbus 影视', 1_199, day(4)),
      { ...pay('ada-t5', 'ada-debit', 'Quayside Shoes', 'Quayside 鞋店', 6_400, day(9)), status: 'refunding' },
      { ...pay('ada-t6', 'ada-debit', 'Harbour Hotel', 'Harbour 酒店', 18_900, day(1)), status: 'declined' },
    ],
    transfers: [
      { ...transfer('ada-x1', 'Tom Whitfield', '汤姆·惠特菲尔德', 25_000, day(0)), status: 'pending' },
      transfer('ada-x2', 'Larkspur Lettings', 'Larkspur 房屋租赁', 95_000, day(6)),
    ],
  };
}

function weiLin(day: Day): Customer {
  return {
    id: 'weilin',
    name: { en: 'Lin Wei', zh: '林薇' },
    phone: '+44 7700 900456',
    address: '7 Mulberry Court, Manchester M4 6BF',
    balanceMinor: 912_740,
    cards: [
      card('weilin-debit', '2208', 'Visa debit', 'Visa 借记卡'),
      card('weilin-spare', '7715', 'Spare card', '备用卡'),
    ],
    transactions: [
      pay('weilin-t1', 'weilin-debit', 'Jade Garden', '翠园餐厅', 38_000, day(1), 'CNY'),
      pay('weilin-t2', 'weilin-debit', 'Northern Rail', '北方铁路', 2_360, day(3)),
      pay('weilin-t3', 'weilin-spare', 'Pine Electronics', 'Pine 电器', 45_900, day(5)),
      { ...pay('weilin-t4', 'weilin-debit', 'Pine Electronics', 'Pine 电器', 45_900, day(5)), status: 'declined' },
    ],
    transfers: [
      { ...transfer('weilin-x1', 'Chen Hao', '陈浩', 120_000, day(0)), status: 'pending' },
      transfer('weilin-x2', 'Lin Jianguo', '林建国', 300_000, day(8)),
    ],
  };
}

/** Somebody with one card and nothing on it: what flows do then. */
function noor(_day: Day): Customer {
  return {
    id: 'noor',
    name: { en: 'Noor Rahman', zh: '努尔·拉赫曼' },
    phone: '+44 7700 900789',
    address: '3 Ferry Lane, Bristol BS1 6TY',
    balanceMinor: 5_210,
    cards: [card('noor-debit', '6640', 'Visa debit', 'Visa 借记卡')],
    transactions: [],
    transfers: [],
  };
}

function card(id: string, last4: string, en: string, zh: string): Card {
  return { id, last4, name: { en, zh }, status: 'active' };
}

function pay(
  id: string,
  cardId: string,
  en: string,
  zh: string,
  amountMinor: number,
  date: string,
  currency = 'GBP',
): Entry {
  return { id, cardId, name: { en, zh }, amountMinor, currency, date, status: 'completed' };
}

function transfer(id: string, en: string, zh: string, amountMinor: number, date: string): Entry {
  return { id, name: { en, zh }, amountMinor, currency: 'GBP', date, status: 'completed' };
}
