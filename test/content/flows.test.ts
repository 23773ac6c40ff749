import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFlows } from '@guichet/dialogue/flow/read-flows';
import { describe, expect, test } from 'vitest';

const content = join(import.meta.dirname, '../../content');
const files = readdirSync(join(content, 'flows')).map((path) => ({
  path,
  content: readFileSync(join(content, 'flows', path), 'utf8'),
}));
const articleIds = new Set(
  readdirSync(join(content, 'demo-bank/articles/en')).map((name) => name.replace(/\.md$/, '')),
);
const facts = readFileSync(join(content, 'demo-bank/facts.md'), 'utf8');
const number = /\d[\d,.:–-]*\d|\d/g;

const read = readFlows(files, { articleIds });
const flows = read.valid ? Object.values(read.set.flows) : [];

test('every flow is one that an institution could import', () => {
  expect(read.valid ? [] : read.faults).toEqual([]);
  expect(flows.length).toBeGreaterThanOrEqual(13);
});

describe.each(flows.map((flow) => [flow.flow, flow] as const))('%s', (_, flow) => {
  const spoken = flow.steps.flatMap((step) => {
    if ('say' in step) return [step.say];
    if ('handoff' in step) return [step.handoff];
    return 'confirm' in step ? [step.confirm.title] : [];
  });

  test('says the same numbers in both languages, and none that the bank has not stated', () => {
    for (const { en, zh } of spoken) {
      const numbers = new Set(en.match(number));
      expect(new Set(zh.match(number))).toEqual(numbers);
      for (const found of numbers) expect(facts).toContain(found);
    }
  });

  test('names the same values in both languages', () => {
    for (const { en, zh } of spoken) {
      const names = (text: string) => new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name));
      expect(names(zh)).toEqual(names(en));
    }
  });
});
