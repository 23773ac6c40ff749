// `npm run bench:redaction`: how much personal data is masked, and how many order numbers by mistake. A table in Markdown, with the
// bounds of 95 % confidence. `--wrong` prints the messages that went wrong.
import { dataRates } from './data-rates.ts';
import { generatedRates, type Rate } from './rates.ts';

const perKind = 10_000;

const print = (line: string) => process.stdout.write(`${line}\n`);
const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
const row = ({ name, count, share, low, high }: Rate) =>
  `| ${name} | ${count} | ${percent(share)} | ${percent(low)} | ${percent(high)} |`;

const rates = [...generatedRates(perKind), ...dataRates()];
print('| | messages | share | lower bound | upper bound |\n| --- | --- | --- | --- | --- |');
for (const rate of rates) print(row(rate));
if (process.argv.includes('--wrong'))
  for (const { name, wrong } of rates) for (const text of wrong) print(`${name}: ${JSON.stringify(text)}`);
