import type { BankAction } from './actions/bank-action.ts';
import { cardActions } from './actions/card-actions.ts';
import { caseActions } from './actions/case-actions.ts';
import { codeActions } from './actions/code-actions.ts';
import { readActions } from './actions/read-actions.ts';

/** Everything that the bank does when asked. */
export const actions: Readonly<Record<string, BankAction>> = {
  ...readActions,
  ...cardActions,
  ...caseActions,
  ...codeActions,
};
