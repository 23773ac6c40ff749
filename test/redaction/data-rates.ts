import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMasked, type Rate } from './rates.ts';
import { wilson } from './wilson.ts';

interface Line {
  text: string;
  spans: { start: number; end: number; label: string }[];
}

const folder = join(import.meta.dirname, '../fixtures/pii');
/** What redaction covers; people, places and dates of birth are not. */
const covered = [
  'CREDIT_CARD',
  'IBAN',
  'EMAIL',
  'PHONE',
  'ID_CARD',
  'PASSPORT',
  'ACCOUNT_NO',
  'US_SSN',
  'OTP',
  'PASSWORD',
  'CVV',
];

/** The share of labelled values that are masked in the two data sets, by language and label. */
export function dataRates(): Rate[] {
  return ['en', 'zh'].flatMap((language) => {
    const lines: Line[] = readFileSync(join(folder, `${language}.jsonl`), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    return covered.flatMap((label) => rateOf(language, label, lines));
  });
}

function rateOf(language: string, label: string, lines: readonly Line[]): Rate[] {
  const values = lines.flatMap(({ text, spans }) =>
    spans.filter((span) => span.label === label).map((span) => ({ text, ...inUnits(text, span) })),
  );
  if (values.length === 0) return [];
  const wrong = values.filter((value) => !isMasked(value)).map(({ text }) => text);
  const hits = values.length - wrong.length;
  return [
    {
      name: `${language} ${label}`,
      count: values.length,
      share: hits / values.length,
      ...wilson(hits, values.length),
      wrong,
    },
  ];
}

/** Offsets of the data count code points; texts here are in UTF-16 units. */
function inUnits(text: string, { start, end }: { start: number; end: number }) {
  const points = [...text];
  return { start: points.slice(0, start).join('').length, end: points.slice(0, end).join('').length };
}
