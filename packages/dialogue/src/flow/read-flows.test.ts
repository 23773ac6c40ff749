import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sendFlow, testActions } from '../testing/flow-files.ts';
import { readFlows } from './read-flows.ts';

const actions = { path: 'actions.yaml', content: testActions };

/** The faults of one flow file, or of the good one with a change in it. */
function faultsOf(content: string, articleIds: string[] = []) {
  const read = readFlows([actions, { path: 'a.yaml', content }], { articleIds: new Set(articleIds) });
  return read.valid ? [] : read.faults;
}

const flow = (steps: string, more = '') => `flow: small
version: 1
expert: card-use
intents: [card_not_working]
title: { en: Small, zh: 小 }
${more}slots:
  amount: { kind: money, prompt: { en: How much?, zh: 多少？ } }
  note: { kind: text, optional: true, prompt: { en: Note?, zh: 附言？ } }
steps:
${steps}
`;
// The steps begin in this line.
const at = 10;
const lines = (...steps: string[]) => steps.map((step) => `  - ${step}`).join('\n');
const send =
  '{ id: send, action: transfers.send, with: { card: x, amount: "{amount}" }, saves: { case_number: result.caseNumber } }';
const bye = '{ id: bye, say: { en: Bye, zh: 再见 } }';
const ask = '{ id: how, ask: [amount] }';
const sure = '{ id: sure, confirm: { title: { en: Sure?, zh: 确定吗？ }, rows: [amount] } }';

describe('a good set of flows', () => {
  it('is read as plain JSON', () => {
    const read = readFlows([actions, { path: 'send.yaml', content: sendFlow }], { articleIds: new Set() });
    if (!read.valid) throw new Error(JSON.stringify(read.faults));
    expect(structuredClone(JSON.parse(JSON.stringify(read.set)))).toEqual(read.set);
    expect(read.set.flows['send-money']).toMatchObject({ assurance: 'anonymous', limits: { idleMinutes: 30 } });
  });

  it('are those of this repository', () => {
    const folder = new URL('../../../../content/flows/', import.meta.url);
    const articles = readdirSync(new URL('../demo-bank/articles/en/', folder)).map((name) => name.replace('.md', ''));
    const files = readdirSync(folder).map((path) => ({ path, content: readFileSync(new URL(path, folder), 'utf8') }));
    expect(readFlows(files, { articleIds: new Set(articles) })).toMatchObject({ valid: true });
  });
});

describe('a flow is refused with its line', () => {
  it.each<[string, string, number, RegExp]>([
    ['a step that is not there', flow(lines('{ id: a, say: { en: A, zh: 甲 }, go: b }')), at, /no step "b"/],
    ['a slot that is not there', flow(lines('{ id: how, ask: [sum] }', bye)), at, /no slot "sum"/],
    [
      'a slot in words that is not there',
      flow(lines(ask, '{ id: b, say: { en: "{sum}", zh: 好 } }')),
      at + 1,
      /no slot "sum"/,
    ],
    [
      'a template that is none',
      flow(lines(ask, '{ id: b, say: { en: "{amount.x}", zh: 好 } }')),
      at + 1,
      /Write \{slot\} or/,
    ],
    ['a missing language', flow(lines('{ id: b, say: { en: Hello } }')), at, /"zh" is missing/],
    ['an empty language', flow(lines('{ id: b, say: { en: Hello, zh: "" } }')), at, /zh/],
    ['two steps of one id', flow(lines(bye, bye)), at + 1, /Two steps have the id "bye"/],
    ['an action that is not there', flow(lines('{ id: a, action: cards.eat }', bye)), at, /no action "cards.eat"/],
    [
      'an action without a field it needs',
      flow(lines(ask, sure, '{ id: a, action: transfers.send, with: { amount: "{amount}" } }', bye)),
      at + 2,
      /needs the field "card"/,
    ],
    [
      'an action with a field it does not take',
      flow(lines(ask, sure, send.replace('card: x', 'card: x, bread: y'), bye)),
      at + 2,
      /takes no field "bread"/,
    ],
    [
      'a result that is not given',
      flow(lines(ask, sure, send.replace('result.caseNumber', 'result.bread'), bye)),
      at + 2,
      /gives no "bread"/,
    ],
    [
      'an article that is not there',
      flow(lines('{ id: a, say: { en: A, zh: 甲 }, article: bread }')),
      at,
      /no approved article "bread"/,
    ],
    ['a flow that stops without an end', flow(lines(bye, ask)), at + 1, /without an end/],
    [
      'a dead end',
      flow(
        lines(
          '{ id: b, when: [{ slot: amount, empty: true, go: bye }], else: how }',
          ask.replace('}', ', go: how }'),
          bye,
        ),
      ),
      at + 1,
      /dead end/,
    ],
    ['a step that no path reaches', flow(lines('{ id: a, end: true }', bye)), at + 1, /No path leads/],
    [
      'a loop that asks nothing',
      flow(
        lines(
          '{ id: a, say: { en: A, zh: 甲 } }',
          '{ id: b, when: [{ slot: amount, empty: true, go: a }], else: bye }',
          bye,
        ),
      ),
      at,
      /comes back to itself/,
    ],
    ['an effect without a confirmation', flow(lines(ask, send, bye)), at + 1, /without a "confirm"/],
    [
      'an effect with a confirmation on one way only',
      flow(lines(ask, '{ id: b, when: [{ slot: amount, over: 5, go: send }] }', sure, send, bye)),
      at + 3,
      /without a "confirm"/,
    ],
    [
      'an effect after a question that followed the confirmation',
      flow(lines(ask, sure, '{ id: more, ask: [note] }', send, bye)),
      at + 3,
      /after the last question/,
    ],
    [
      'an effect after a "no"',
      flow(lines(ask, sure.replace(/ \}$/, ', no: send }'), bye, send, '{ id: end, end: true }')),
      at + 3,
      /without a "confirm"/,
    ],
    [
      'an effect with a value that the customer did not see',
      flow(
        lines(ask, sure, send, send.replace('id: send', 'id: again').replace('card: x', 'card: "{case_number}"'), bye),
      ),
      at + 3,
      /sends "case_number"/,
    ],
    [
      'a step that does two things',
      flow(lines('{ id: a, say: { en: A, zh: 甲 }, end: true }')),
      at,
      /exactly one thing/,
    ],
    ['a step that does nothing', flow(lines('{ id: a }')), at, /exactly one thing/],
    ['a key that is not there', flow(lines('{ id: a, say: { en: A, zh: 甲 }, goto: b }')), at, /no key "goto"/],
    ['a key twice', flow(lines('{ id: a, id: b, end: true }')), at, /not valid YAML/],
    [
      'an intent that is not there',
      flow(lines(bye)).replace('card_not_working', 'eat_bread'),
      4,
      /no intent "eat_bread"/,
    ],
    ['an expert that is not there', flow(lines(bye)).replace('card-use', 'bread'), 3, /no expert "bread"/],
    [
      'a choice of nothing',
      flow(lines('{ id: a, ask: [what] }', bye)).replace(
        '  note:',
        '  what: { kind: choice, prompt: { en: A, zh: 甲 } }\n  note:',
      ),
      8,
      /choice of nothing/,
    ],
    [
      'a source that gives no options',
      flow(lines('{ id: a, ask: [what] }', bye)).replace(
        '  note:',
        '  what: { kind: card, source: cards.freeze, prompt: { en: A, zh: 甲 } }\n  note:',
      ),
      8,
      /gives no options/,
    ],
    ['a name that every object has', flow(lines('{ id: a, ask: [__proto__] }', bye)), at, /name in lower case/],
    ['no version', flow(lines(bye)).replace('version: 1\n', ''), 1, /"version" is missing/],
  ])('%s', (_, content, line, message) => {
    const faults = faultsOf(content);
    expect(faults).toContainEqual({ path: 'a.yaml', line, message: expect.stringMatching(message) });
    for (const fault of faults) expect(fault.message).toMatch(/[.}]$/);
  });

  it.each([
    ['no YAML at all', '{{{{'],
    ['an alias', 'flow: &a small\ntitle: *a\n'],
    ['a tag', 'flow: !!js/function "x"\n'],
    ['NUL', 'flow: a\0b'],
    ['half a character', 'flow: \uD800'],
    ['nothing', ''],
    ['a list', '- a'],
    ['brackets without end', '['.repeat(50_000)],
    ['too much', 'a'.repeat(100_001)],
  ])('%s', (_, content) => {
    const [fault] = faultsOf(content);
    expect(fault).toMatchObject({ path: 'a.yaml', line: expect.any(Number), message: expect.stringMatching(/\S/) });
    expect(fault?.line).toBeGreaterThan(0);
  });
});

describe('files together', () => {
  it('may not claim one id or one intent twice', () => {
    const content = flow(lines(bye));
    const read = readFlows([actions, { path: 'a.yaml', content }, { path: 'b.yaml', content }], {
      articleIds: new Set(),
    });
    expect(read).toMatchObject({
      faults: [
        { path: 'b.yaml', line: 1, message: expect.stringMatching(/in a\.yaml already/) },
        { path: 'b.yaml', line: 4 },
      ],
    });
  });

  it('with wrong actions are refused for those alone', () => {
    const read = readFlows(
      [
        { path: 'actions.yaml', content: 'cards.list: { effect: eat }' },
        { path: 'a.yaml', content: sendFlow },
      ],
      { articleIds: new Set() },
    );
    expect(read.valid).toBe(false);
    if (!read.valid) expect(new Set(read.faults.map(({ path }) => path))).toEqual(new Set(['actions.yaml']));
  });
});
