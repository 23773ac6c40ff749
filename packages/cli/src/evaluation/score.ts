import type { ExplainedRoute } from '@guichet/protocol/route';
import type { EvaluationRow } from './read-rows.ts';

export interface Judged {
  row: EvaluationRow;
  route: ExplainedRoute;
  /** The first intent; `null` where the message was rejected. */
  got: string | null;
  right: boolean;
}

/** A share of rows with its 95 % interval. */
export interface Share {
  right: number;
  rows: number;
  share: number;
  low: number;
  high: number;
}

export interface Score {
  /** Messages with an intent whose first guess is right. */
  accuracy: Share;
  /** Of these, how many the router was sure of, and how often it was then right. */
  answered: Share;
  precision: Share;
  /** Messages out of scope that were rejected, and messages with an intent that were. */
  caught: Share;
  falseRejects: Share;
  byLanguage: Record<string, Share>;
  byIntent: Record<string, Share>;
  /** Wrong first guesses, most frequent first. */
  confusion: { wanted: string; got: string; count: number }[];
  wrong: { text: string; lang: string; wanted: string; got: string; confidence: number }[];
}

const outOfScope = 'out of scope';

/** What the router made of a row, against what it should have. */
export function judge(row: EvaluationRow, route: ExplainedRoute): Judged {
  const got = route.rejected ? null : (route.intents[0]?.intent ?? null);
  const { intents, accept } = row.expect;
  const right = intents.length === 0 ? got === null : got !== null && [...intents, ...accept].includes(got);
  return { row, route, got, right };
}

/** All figures of an evaluation. */
export function score(judged: readonly Judged[]): Score {
  const known = judged.filter(({ row }) => row.expect.intents.length > 0);
  const foreign = judged.filter(({ row }) => row.expect.intents.length === 0);
  const answered = known.filter(({ got, route }) => got !== null && !route.reasons.abstained);
  return {
    accuracy: share(known, isRight),
    answered: share(known, (one) => answered.includes(one)),
    precision: share(answered, isRight),
    caught: share(foreign, isRight),
    falseRejects: share(known, ({ got }) => got === null),
    byLanguage: group(known, ({ row }) => row.lang),
    byIntent: group(known, ({ row }) => row.expect.intents[0] ?? outOfScope),
    confusion: countConfusion(judged),
    wrong: judged.filter((one) => !one.right).map(toWrong),
  };
}

const isRight = ({ right }: Judged) => right;

function group(judged: readonly Judged[], name: (one: Judged) => string): Record<string, Share> {
  return Object.fromEntries([...Map.groupBy(judged, name)].map(([key, rows]) => [key, share(rows, isRight)]));
}

/** With the interval of Wilson 1927, which holds for few rows and shares near 1. */
function share(judged: readonly Judged[], holds: (one: Judged) => boolean): Share {
  const rows = judged.length;
  const right = judged.filter(holds).length;
  if (rows === 0) return { right, rows, share: 0, low: 0, high: 0 };
  const z = 1.96;
  const part = right / rows;
  const centre = part + z ** 2 / (2 * rows);
  const spread = z * Math.sqrt((part * (1 - part)) / rows + z ** 2 / (4 * rows ** 2));
  const scale = 1 + z ** 2 / rows;
  return { right, rows, share: part, low: (centre - spread) / scale, high: (centre + spread) / scale };
}

function toWrong({ row, route, got }: Judged): Score['wrong'][number] {
  const { text, lang, expect } = row;
  const confidence = route.intents[0]?.confidence ?? route.reasons.rejectScore;
  return { text, lang, wanted: expect.intents[0] ?? outOfScope, got: got ?? 'rejected', confidence };
}

function countConfusion(judged: readonly Judged[]): Score['confusion'] {
  const wrong = judged.filter(({ right }) => !right).map(toWrong);
  return [...Map.groupBy(wrong, ({ wanted, got }) => `${wanted}\t${got}`)]
    .map(([key, rows]) => {
      const [wanted = '', got = ''] = key.split('\t');
      return { wanted, got, count: rows.length };
    })
    .sort((a, b) => b.count - a.count);
}
