import type { Rival } from '../processes/rival.ts';
import type { Row } from '../report.ts';
import { showMedian, showRatio, spread } from '../statistics.ts';

export interface CompletionRequest {
  prompt: string;
  /** Most tokens to write. */
  most: number;
}

export interface Completion {
  text: string;
  promptTokens: number;
  completionTokens: number;
}

/** How many of a text's tokens are the likeliest for a generator that has read what stands before them. */
export interface Agreement {
  same: number;
  tokens: number;
}

export interface Generators {
  ours: Rival<CompletionRequest, Completion>;
  theirs: Rival<CompletionRequest, Completion> & { agree(prompt: string, text: string): Promise<Agreement> };
}

type Side = keyof Generators;

interface Speeds {
  /** Milliseconds until the first token of each prompt. */
  promptMs: number[];
  tokensPerSecond: number[];
}

const rounds = 4;
const most = 64;
/** Below this the two do not run the same model. */
const leastAgreement = 0.8;

/** Greedy texts compared, then prompt and decoding apart, in turns. Throws where the two read a prompt differently. */
export async function compareGenerators(
  generators: Generators,
  prompts: readonly string[],
  onProgress: (text: string) => void,
): Promise<Row[]> {
  onProgress('comparing texts');
  const agreement = await compareTexts(generators, prompts);
  const speeds: Record<Side, Speeds> = {
    ours: { promptMs: [], tokensPerSecond: [] },
    theirs: { promptMs: [], tokensPerSecond: [] },
  };
  for (let round = 0; round < rounds; round += 1) {
    onProgress(`round ${round + 1} of ${rounds}`);
    const order: Side[] = round % 2 === 0 ? ['ours', 'theirs'] : ['theirs', 'ours'];
    for (const prompt of prompts) for (const side of order) await measure(generators[side], prompt, speeds[side]);
  }
  return [...agreement, ...describe(speeds), memoryRow(generators)];
}

/** Texts that part at one close choice go on apart, so what counts is each next token after the same text. */
async function compareTexts({ ours, theirs }: Generators, prompts: readonly string[]): Promise<Row[]> {
  const lengths: number[] = [];
  let [same, alike, tokens] = [0, 0, 0];
  for (const prompt of prompts) {
    const [a, b] = [await ours.ask({ prompt, most }), await theirs.ask({ prompt, most })];
    if (a.promptTokens !== b.promptTokens)
      throw new Error(`A prompt has ${a.promptTokens} tokens for us and ${b.promptTokens} for llama-cpp-python.`);
    lengths.push(a.promptTokens);
    if (a.text.trim() === b.text.trim()) same += 1;
    const agreement = await theirs.agree(prompt, a.text);
    alike += agreement.same;
    tokens += agreement.tokens;
  }
  if (alike < leastAgreement * tokens) throw new Error(`The two agree on ${alike} of ${tokens} tokens only.`);
  const share = ((100 * alike) / tokens).toFixed(1);
  return [
    { what: 'Generator, llama-cpp-python: same greedy next token', measured: `${share} % of ${tokens}` },
    {
      what: '… same greedy text; tokens of the prompts',
      measured: `${same} of ${prompts.length}; ${lengths.join(', ')}`,
    },
  ];
}

/** One token takes the prompt alone; what more tokens take beyond that is decoding. */
async function measure(generator: Rival<CompletionRequest, Completion>, prompt: string, speeds: Speeds): Promise<void> {
  const begun = performance.now();
  await generator.ask({ prompt, most: 1 });
  const first = performance.now();
  const { completionTokens } = await generator.ask({ prompt, most });
  const promptMs = first - begun;
  const decodeMs = performance.now() - first - promptMs;
  speeds.promptMs.push(promptMs);
  speeds.tokensPerSecond.push((1_000 * (completionTokens - 1)) / decodeMs);
}

function describe({ ours, theirs }: Record<Side, Speeds>): Row[] {
  const row = (what: string, name: keyof Speeds): Row[] => [
    { what: `Generator / llama-cpp-python, ${what}`, measured: showRatio(ours[name], theirs[name]) },
    {
      what: '… of each',
      measured: `${showMedian(spread(ours[name]), 1)} / ${showMedian(spread(theirs[name]), 1)}`,
    },
  ];
  return [...row('decoding, tokens/s', 'tokensPerSecond'), ...row('prompt, ms (lower is better)', 'promptMs')];
}

function memoryRow({ ours, theirs }: Generators): Row {
  const [a, b] = [ours.residentMegabytes(), theirs.residentMegabytes()];
  return { what: 'Generator / llama-cpp-python, resident memory, MB', measured: `${a.toFixed(0)} / ${b.toFixed(0)}` };
}
