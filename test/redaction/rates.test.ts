import { expect, test } from 'vitest';
import { dataRates } from './data-rates.ts';
import { generatedRates } from './rates.ts';

// Fewer messages than `npm run bench:redaction` takes; the shares wanted are those of the whole.
const wanted: Readonly<Record<string, number>> = {
  cards: 0.999,
  IBAN: 0.995,
  'e-mail': 0.995,
  'resident id': 0.995,
  telephone: 0.95,
};

test('personal data in generated messages is masked, and order numbers are not', { timeout: 120_000 }, () => {
  for (const { name, share, wrong } of generatedRates(2_000)) {
    if (name.startsWith('order')) expect(share, wrong.join('\n')).toBeLessThanOrEqual(0.005);
    else expect(share, `${name}: ${wrong.join('\n')}`).toBeGreaterThanOrEqual(wanted[name] ?? 1);
  }
});

test('personal data in the labelled messages is masked', { timeout: 60_000 }, () => {
  for (const { name, share, wrong } of dataRates()) {
    expect(share, `${name}: ${wrong.join('\n')}`).toBeGreaterThanOrEqual(name.endsWith('PHONE') ? 0.95 : 0.995);
  }
});
