import type { ExplainedRoute } from '@guichet/protocol/route';
import { describe, expect, it } from 'vitest';
import { type DecideState, decide } from './decide.ts';
import { initialState } from './dialogue-state.ts';
import type { Evidence } from './evidence.ts';

const titles: Record<string, string> = {
  card_arrival: 'My card has not arrived',
  lost_or_stolen_card: 'Lost or stolen card',
  pending_transfer: 'Pending transfer',
};
const idOf = (intent: string) => intent.replaceAll('_', '-');

const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  articleFor: (intent) =>
    titles[intent] === undefined ? undefined : { articleId: idOf(intent), title: titles[intent] },
  titled: undefined,
  retrieved: [],
  ...more,
});

const route = (
  intents: [string, number][],
  more: { rejected?: boolean; abstained?: boolean; language?: 'en' | 'zh'; complaint?: boolean } = {},
): ExplainedRoute => ({
  language: more.language ?? 'en',
  intents: intents.map(([intent, confidence]) => ({ intent, confidence })),
  rejected: more.rejected ?? false,
  experts: [],
  tier: 'encoder',
  reasons: {
    rejectScore: 0.1,
    abstained: more.abstained ?? false,
    urgent: false,
    complaint: more.complaint ?? false,
    summary: '',
    routerVersion: 'test',
  },
});

const run = (text: string, routed: ExplainedRoute, more: { evidence?: Evidence; state?: DecideState } = {}) =>
  decide({ text, route: routed, evidence: more.evidence ?? evidence(), state: more.state ?? initialState });

describe('decide', () => {
  it('answers a sure intent from its article', () => {
    expect(run('no card', route([['card_arrival', 0.97]]))).toMatchObject({
      decision: 'answer',
      answers: [{ intent: 'card_arrival', articleId: 'card-arrival' }],
      phrase: null,
      choices: [],
      state: { lastIntent: 'card_arrival', clarifications: 0 },
    });
  });

  it('offers a person beside an answer when money is at stake or the customer complains', () => {
    expect(run('stolen', route([['lost_or_stolen_card', 0.9]], { language: 'zh' })).choices).toEqual([
      { label: '联系人工客服', text: '人工' },
    ]);
    expect(run('late again!!', route([['card_arrival', 0.9]], { complaint: true })).choices).toHaveLength(1);
  });

  it('refuses what is out of scope, in words of its own', () => {
    expect(run('a poem', route([['card_arrival', 0.4]], { rejected: true }))).toMatchObject({
      decision: 'refuse',
      phrase: 'refuse',
      answers: [],
    });
  });

  it('hands over on request, even when nothing was understood', () => {
    for (const text of ['agent', 'Human please!', '人工', '转人工客服', '找人工服务']) {
      expect(run(text, route([], { rejected: true }))).toMatchObject({ decision: 'handoff', phrase: 'handoff' });
    }
    expect(run('let me talk to someone', route([['talk_to_human', 0.9]]))).toMatchObject({ decision: 'handoff' });
  });

  it('asks back between the two likeliest intents when unsure', () => {
    const result = run(
      'transfer card',
      route(
        [
          ['pending_transfer', 0.4],
          ['card_arrival', 0.35],
        ],
        { abstained: true },
      ),
    );
    expect(result).toMatchObject({ decision: 'clarify', phrase: 'clarify', state: { clarifications: 1 } });
    expect(result.choices.map((choice) => choice.label)).toEqual([
      'Pending transfer',
      'My card has not arrived',
      'Something else',
    ]);
  });

  it('takes the search as a second opinion: when both agree, it answers', () => {
    const agreed = evidence({ retrieved: [{ articleId: 'card-arrival', title: 'My card has not arrived' }] });
    expect(
      run('mailbox empty', route([['card_arrival', 0.4]], { abstained: true }), { evidence: agreed }),
    ).toMatchObject({ decision: 'answer' });
  });

  it('asks twice at most, then hands over', () => {
    const unsure = route(
      [
        ['pending_transfer', 0.3],
        ['card_arrival', 0.3],
      ],
      { abstained: true },
    );
    const second = run('hm', unsure, { state: run('hm', unsure).state });
    expect(second.decision).toBe('clarify');
    expect(run('hm', unsure, { state: second.state }).decision).toBe('handoff');
  });

  it('answers the article whose title was pressed', () => {
    const titled = evidence({ titled: { articleId: 'pending-transfer', title: 'Pending transfer' } });
    expect(run('Pending transfer', route([], { abstained: true }), { evidence: titled })).toMatchObject({
      answers: [{ articleId: 'pending-transfer' }],
    });
  });

  it('asks for other words after "something else"', () => {
    expect(run('都不是，我想问别的', route([['card_arrival', 0.9]], { language: 'zh' }))).toMatchObject({
      decision: 'clarify',
      phrase: 'unsure',
    });
  });

  it('says so and hands over when an intent has no article', () => {
    expect(run('loan?', route([['loan_apply', 0.95]]))).toMatchObject({ decision: 'handoff', phrase: 'no_article' });
  });

  it('answers small talk with a phrase', () => {
    expect(run('hi', route([['greeting', 0.9]]))).toMatchObject({
      decision: 'answer',
      phrase: 'greeting',
      answers: [],
    });
  });
});
