import { randomInt } from 'node:crypto';
import { type BankAction, done, failed, forCustomer, textField } from './bank-action.ts';

const lifeMs = 5 * 60_000;
const mostTries = 3;

/** One-time codes: sent by "SMS", which the bank's page shows, and checked here alone. */
export const codeActions: Record<string, BankAction> = {
  'identity.send_code': forCustomer(true, ({ customer, now }) => {
    customer.code = { digits: String(randomInt(1_000_000)).padStart(6, '0'), sentAt: now, wrong: 0 };
    return done({ digits: 6, sentTo: `••• ${customer.phone.slice(-3)}` });
  }),
  'identity.check_code': forCustomer(true, ({ customer, message, now }) => {
    const { code } = customer;
    if (code === undefined || now - code.sentAt > lifeMs) return failed('code_expired');
    if (code.wrong >= mostTries) return failed('code_used_up');
    if (textField(message, 'code').replace(/\D/g, '') !== code.digits) {
      code.wrong += 1;
      return failed('code_wrong');
    }
    // Good once.
    delete customer.code;
    return done();
  }),
};
