import type { Answer, Card } from '../books.ts';
import {
  type ActionInput,
  type BankAction,
  dayAfter,
  done,
  failed,
  forCustomer,
  openCase,
  textField,
} from './bank-action.ts';
import { cardLabel } from './read-actions.ts';

const postDays = 5;

/** An action on one card of the customer's own. Another customer's card does not exist for them. */
function onCard(run: (card: Card, input: ActionInput) => Answer, assurance?: 'stepped-up'): BankAction {
  return forCustomer(
    true,
    (input) => {
      const card = input.customer.cards.find(({ id }) => id === textField(input.message, 'card'));
      return card === undefined ? failed('not_found') : run(card, input);
    },
    assurance,
  );
}

function replace(status: 'lost' | 'swallowed'): BankAction {
  return onCard((card, input) => {
    if (card.status === status) return failed('already_reported');
    card.status = status;
    return done({ caseNumber: openCase(input, postDays).number, arrivesBy: dayAfter(input.now, postDays) });
  });
}

export const cardActions: Record<string, BankAction> = {
  'cards.freeze': onCard((card, { message, now }) => {
    if (card.status === 'frozen') return failed('already_frozen');
    if (card.status !== 'active') return failed('not_active');
    const label = cardLabel(card, message.locale);
    card.status = 'frozen';
    return done({ frozenAt: new Date(now).toISOString(), label });
  }),
  'cards.unfreeze': onCard((card, { message }) => {
    if (card.status === 'active') return failed('not_frozen');
    if (card.status !== 'frozen') return failed('not_active');
    card.status = 'active';
    return done({ label: cardLabel(card, message.locale) });
  }, 'stepped-up'),
  'cards.report_lost': replace('lost'),
  'cards.report_swallowed': replace('swallowed'),
};
