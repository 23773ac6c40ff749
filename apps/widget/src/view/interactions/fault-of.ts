import type { FormField } from '@guichet/protocol/interaction';
import type { InteractionStrings } from '../../i18n/interaction-strings.ts';

/** What is wrong with a value, as the name of the words that say so. */
export type Fault = keyof Pick<
  InteractionStrings,
  'missing' | 'missingChoice' | 'notMoney' | 'notPositive' | 'tooFine' | 'notDate' | 'notTime'
>;

/**
 * What can be said about a value without asking: the gateway reads amounts and words far better, so that only what is surely wrong is
 * held back. `unreadable`: the browser's own date or time field holds half a date.
 */
export function faultOf({ kind, required, options }: FormField, value: string, unreadable = false): Fault | null {
  if (unreadable) return kind === 'time' ? 'notTime' : 'notDate';
  const text = value.normalize('NFKC').trim();
  if (text === '') {
    if (!required) return null;
    return options === undefined ? 'missing' : 'missingChoice';
  }
  return kind === 'money' ? moneyFault(text) : null;
}

function moneyFault(text: string): Fault | null {
  if (!/[\d〇零一二两兩三四五六七八九十百千万萬]/.test(text) && !/[a-z]{3}/i.test(text)) return 'notMoney';
  if (/^\D{0,3}[-−]|^[^\d.]{0,4}0*(?:\.0*)?[^\d.]{0,4}$/.test(text) && /\d/.test(text)) return 'notPositive';
  return /\d\.\d{3,}\D{0,4}$/.test(text) ? 'tooFine' : null;
}
