import { describe, expect, it } from 'vitest';
import { fillField, fillText } from './template.ts';

const values = {
  amount: { value: '4000 GBP', label: '£40.00' },
  evil: { value: '{amount} **x**', label: '**Call** https://evil.example\n+44 {amount.label}' },
};

describe('a template', () => {
  it('is filled with values and labels, and with nothing where there is none', () => {
    expect(fillText('{amount.label} ({amount}){none}', values)).toBe('£40.00 (4000 GBP)');
  });

  it('takes a value as plain words: no template, no link, no bold, one line', () => {
    expect(fillText('To {evil.label}.', values)).toBe('To ∗∗Call∗∗ https: //evil.example +44 {amount.label}.');
  });

  it('gives an action the value as it is', () => {
    expect(fillField('{evil}', values)).toBe('{amount} **x**');
  });

  it.each(['{constructor}', '{__proto__}', '{toString.label}'])(
    'finds nothing of what every object has: %s',
    (template) => {
      expect(fillText(template, {})).not.toMatch(/function|object/);
    },
  );
});
