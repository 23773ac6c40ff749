import type { ActionMessage } from '../bank.ts';
import type { Card, Customer, Entry } from '../books.ts';
import { type BankAction, dayAfter, done, failed, forCustomer, textField } from './bank-action.ts';

const cardStatus = {
  active: { en: '', zh: '' },
  frozen: { en: ', frozen', zh: '，已冻结' },
  lost: { en: ', reported lost', zh: '，已挂失' },
  swallowed: { en: ', kept by a machine', zh: '，被吞卡' },
};

/** A card as its owner reads it. */
export function cardLabel(card: Card, locale: 'en' | 'zh'): string {
  const tail = locale === 'zh' ? `（尾号 ${card.last4}）` : ` ending ${card.last4}`;
  return `${card.name[locale]}${tail}${cardStatus[card.status][locale]}`;
}

function entryLabel({ name, amountMinor, currency, date }: Entry, locale: 'en' | 'zh'): string {
  const language = locale === 'zh' ? 'zh-CN' : 'en-GB';
  const amount = new Intl.NumberFormat(language, { style: 'currency', currency }).format(amountMinor / 100);
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return `${name[locale]}, ${amount}, ${day.format(new Date(date))}`.replaceAll(', ', locale === 'zh' ? '，' : ', ');
}

/** Entries that fit what the customer has said: card, state, amount and day. */
function matching(entries: readonly Entry[], message: ActionMessage): Entry[] {
  const [card, status, date] = ['card', 'status', 'date'].map((name) => textField(message, name));
  const { amountMinor } = (message.fields.amount ?? {}) as { amountMinor?: number };
  return entries.filter(
    (entry) =>
      (card === '' || entry.cardId === card) &&
      (status === '' || entry.status === status) &&
      (date === '' || entry.date === date) &&
      (amountMinor === undefined || entry.amountMinor === amountMinor),
  );
}

function listEntries(pick: (customer: Customer) => Entry[]): BankAction {
  return forCustomer(false, ({ customer, message }) =>
    done({
      options: matching(pick(customer), message).map((entry) => ({
        value: entry.id,
        label: entryLabel(entry, message.locale),
      })),
    }),
  );
}

const refundWords = {
  refunding: { en: 'on its way', zh: '退款处理中' },
  completed: { en: 'no refund has been started by the shop', zh: '商户尚未发起退款' },
};

export const readActions: Record<string, BankAction> = {
  'cards.list': forCustomer(false, ({ customer, message }) => {
    const status = textField(message, 'status');
    const cards = customer.cards.filter((card) => status === '' || card.status === status);
    return done({ options: cards.map((card) => ({ value: card.id, label: cardLabel(card, message.locale) })) });
  }),
  'transactions.list': listEntries((customer) => customer.transactions),
  'transfers.list': listEntries((customer) => customer.transfers),
  'refunds.status': forCustomer(false, ({ customer, message, now }) => {
    const entry = customer.transactions.find(({ id }) => id === textField(message, 'transaction'));
    if (entry === undefined) return failed('not_found');
    const status = entry.status === 'refunding' ? 'refunding' : 'completed';
    const { amountMinor, currency } = entry;
    return done({
      status: status === 'refunding' ? 'on_its_way' : 'none',
      statusLabel: refundWords[status][message.locale],
      ...(status === 'refunding' ? { amount: { amountMinor, currency }, expectedBy: dayAfter(now, 3) } : {}),
    });
  }),
  'account.get': forCustomer(false, ({ customer: { name, address, balanceMinor }, message }) =>
    done({ name: name[message.locale], address, balance: { amountMinor: balanceMinor, currency: 'GBP' } }),
  ),
};
