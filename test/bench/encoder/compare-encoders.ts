import type { Rival } from '../processes/rival.ts';
import type { Row } from '../report.ts';
import { showMedian, showRatio, spread } from '../statistics.ts';

export interface EncodeRequest {
  texts: readonly string[];
  /** Give the outputs back; without, only the time is wanted. */
  full: boolean;
}

export interface Encodings {
  embeddings: number[][];
  /** The likeliest intent's column of each text. */
  columns: number[];
}

export interface CompareEncoders {
  name: string;
  ours: Rival<EncodeRequest, Encodings>;
  theirs: Rival<EncodeRequest, Encodings>;
  texts: readonly string[];
  onProgress(text: string): void;
}

const rounds = 6;
const batchSizes = [1, 16];
/** Below this the two do not run the same model. */
const leastCosine = 0.9;

/** Outputs compared, then texts a second one by one and in batches, in turns. Throws where the outputs are not alike. */
export async function compareEncoders({ name, ours, theirs, texts, onProgress }: CompareEncoders): Promise<Row[]> {
  onProgress(`comparing outputs with ${name}`);
  const rows = [await compareOutputs(name, ours, theirs, texts)];
  for (const size of batchSizes) {
    const speeds = { ours: [] as number[], theirs: [] as number[] };
    for (let round = 1; round <= rounds; round += 1) {
      onProgress(`${name}, ${size} at once, round ${round} of ${rounds}`);
      const sides = [['ours', ours] as const, ['theirs', theirs] as const];
      for (const [side, encoder] of round % 2 === 0 ? sides.reverse() : sides)
        speeds[side].push(await textsPerSecond(encoder, texts, size));
    }
    rows.push(
      { what: `Encoder / ${name}, texts/s, ${size} at once`, measured: showRatio(speeds.ours, speeds.theirs) },
      {
        what: '… of each',
        measured: `${showMedian(spread(speeds.ours), 1)} / ${showMedian(spread(speeds.theirs), 1)}`,
      },
    );
  }
  const [a, b] = [ours.residentMegabytes(), theirs.residentMegabytes()];
  rows.push({ what: `Encoder / ${name}, resident memory, MB`, measured: `${a.toFixed(0)} / ${b.toFixed(0)}` });
  return rows;
}

async function compareOutputs(
  name: string,
  ours: CompareEncoders['ours'],
  theirs: CompareEncoders['theirs'],
  texts: readonly string[],
): Promise<Row> {
  const cosines: number[] = [];
  let same = 0;
  for (const text of texts) {
    const request = { texts: [text], full: true };
    const [a, b] = [await ours.ask(request), await theirs.ask(request)];
    cosines.push(dot(a.embeddings[0] ?? [], b.embeddings[0] ?? []));
    if (a.columns[0] === b.columns[0]) same += 1;
  }
  const least = Math.min(...cosines);
  if (!(least >= leastCosine)) throw new Error(`The outputs of ${name} are others than ours: cosine ${least}.`);
  const cosine = `${spread(cosines).p50.toFixed(4)}, at least ${least.toFixed(4)}`;
  return { what: `Encoder / ${name}, cosine; same first intent`, measured: `${cosine}; ${same} of ${texts.length}` };
}

/** Of vectors of length 1: their cosine. */
function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

async function textsPerSecond(
  encoder: CompareEncoders['ours'],
  texts: readonly string[],
  size: number,
): Promise<number> {
  const begun = performance.now();
  for (let start = 0; start < texts.length; start += size)
    await encoder.ask({ texts: texts.slice(start, start + size), full: false });
  return texts.length / ((performance.now() - begun) / 1_000);
}
