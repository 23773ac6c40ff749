import { type BankAction, dayAfter, done, failed, forCustomer, openCase, textField } from './bank-action.ts';

const days = { dispute: 2, trace: 3, complaint: 15, refund: 2 };
const oldestDisputeMs = 120 * 86_400_000;

/** An action that opens a case for somebody to look into. */
function opensCase(within: number): BankAction {
  return forCustomer(true, (input) => {
    const { number, followUpBy } = openCase(input, within);
    return done({ caseNumber: number, followUpBy });
  });
}

export const caseActions: Record<string, BankAction> = {
  'disputes.open': forCustomer(true, (input) => {
    const { customer, message, now } = input;
    const entry = customer.transactions.find(({ id }) => id === textField(message, 'transaction'));
    if (entry === undefined) return failed('not_found');
    if (entry.disputed === true) return failed('already_disputed');
    if (now - Date.parse(entry.date) > oldestDisputeMs) return failed('too_late');
    entry.disputed = true;
    const { number, followUpBy } = openCase(input, days.dispute);
    return done({ caseNumber: number, followUpBy });
  }),
  'transfers.cancel': forCustomer(
    true,
    (input) => {
      const entry = input.customer.transfers.find(({ id }) => id === textField(input.message, 'transfer'));
      if (entry === undefined) return failed('not_found');
      if (entry.status !== 'pending') return failed('too_late');
      entry.status = 'cancelled';
      return done({ caseNumber: openCase(input, days.refund).number, refundBy: dayAfter(input.now, days.refund) });
    },
    'stepped-up',
  ),
  'transfers.trace': forCustomer(true, (input) => {
    const entry = input.customer.transfers.find(({ id }) => id === textField(input.message, 'transfer'));
    if (entry === undefined) return failed('not_found');
    const { number, followUpBy } = openCase(input, days.trace);
    return done({ caseNumber: number, followUpBy });
  }),
  'topups.trace': opensCase(days.trace),
  'address.change': forCustomer(
    true,
    (input) => {
      const address = textField(input.message, 'address');
      if (address === '') return failed('invalid_address');
      input.customer.address = address;
      return done({ caseNumber: openCase(input, 0).number });
    },
    'stepped-up',
  ),
  'statements.send': opensCase(0),
  // Anybody may complain, known or not.
  'complaints.open': {
    effect: true,
    run(input) {
      const { number, followUpBy } = openCase(input, days.complaint);
      return done({ caseNumber: number, followUpBy });
    },
  },
};
