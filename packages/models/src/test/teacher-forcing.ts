import { argmax } from './measure.ts';
import type { GraphRun } from './run-graph.ts';

/** A prompt with the answer that the reference gives, token by token. */
export interface ReferenceAnswer {
  prompt: readonly number[];
  answer: readonly number[];
}

/** The likeliest answer of a graph, up to its end or `most` tokens. */
export async function greedyAnswer(
  graph: GraphRun,
  prompt: readonly number[],
  { most, end }: { most: number; end: number },
): Promise<ReferenceAnswer> {
  graph.reset();
  const answer = [argmax(await graph.feed(prompt))];
  for (let last = answer[0] ?? end; answer.length < most && last !== end; ) {
    last = argmax(await graph.feed([last]));
    answer.push(last);
  }
  return { prompt, answer };
}

/** How many tokens of an answer the graph would have chosen too, with the reference's own tokens before each. */
export async function sameChoices(graph: GraphRun, { prompt, answer }: ReferenceAnswer): Promise<number> {
  graph.reset();
  let same = 0;
  let fed = prompt;
  for (const token of answer) {
    if (argmax(await graph.feed(fed)) === token) same += 1;
    fed = [token];
  }
  return same;
}
