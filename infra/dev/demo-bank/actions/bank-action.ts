import type { ActionMessage } from '../bank.ts';
import type { Answer, Books, Case, Customer } from '../books.ts';

export interface ActionInput {
  books: Books;
  message: ActionMessage;
  /** Unix milliseconds. */
  now: number;
}

export interface BankAction {
  /** Whether it changes the books, and so must happen once. */
  effect: boolean;
  run(input: ActionInput): Answer;
}

export const done = (result: Record<string, unknown> = {}): Answer => ({ status: 'done', result });
export const failed = (code: string): Answer => ({ status: 'failed', code });

/** An action for a signed-in customer. The bank looks for itself: it does not trust that the platform has. */
export function forCustomer(
  effect: boolean,
  run: (input: ActionInput & { customer: Customer }) => Answer,
  assurance: 'verified' | 'stepped-up' = 'verified',
): BankAction {
  return {
    effect,
    run(input) {
      const { customer: claimed } = input.message;
      const customer = input.books.customers.find(({ id }) => id === claimed?.sub);
      if (customer === undefined) return failed('unknown_customer');
      if (assurance === 'stepped-up' && claimed?.assurance !== 'stepped-up') return failed('assurance_required');
      return run({ ...input, customer });
    },
  };
}

/** A field of the request as text; anything else counts as none. */
export function textField({ fields }: ActionMessage, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** Opens a case and says by when the customer hears again. */
export function openCase({ books, message, now }: ActionInput, days: number): Case {
  const number = `SK-${String(10_000 + books.cases.length + 1)}`;
  const opened: Case = {
    ...{ number, action: message.action, openedAt: now },
    customerId: message.customer?.sub ?? null,
    followUpBy: dayAfter(now, days),
  };
  books.cases.push(opened);
  return opened;
}

export function dayAfter(now: number, days: number): string {
  return new Date(now + days * 86_400_000).toISOString().slice(0, 10);
}
