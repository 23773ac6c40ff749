import { join } from 'node:path';
import { openPack } from '@guichet/models/open-pack';
import { Stop } from '../../../infra/dev/bootstrap/stop.mjs';
import { parseStartOptions } from '../../../infra/dev/options.ts';
import type { Step } from '../../../infra/dev/progress.ts';
import { root } from '../../e2e/support/start-platform.ts';
import { evaluationTexts } from '../answers/questions.ts';
import { installPython } from '../processes/install-python.ts';
import type { Rival } from '../processes/rival.ts';
import { startEngine } from '../processes/start-engine.ts';
import { startLineProcess } from '../processes/start-line-process.ts';
import type { Report, Row } from '../report.ts';
import { compareEncoders, type EncodeRequest, type Encodings } from './compare-encoders.ts';
import { prepareTransformers } from './prepare-transformers.ts';

type Encoder = Rival<EncodeRequest, Encodings>;

const pack = join(root, 'models/encoder');
const perLanguage = 32;

/** The encoder's engine against transformers.js on the same file and PyTorch in float32 on the same weights. */
export async function measureEncoder(report: Report): Promise<Row[]> {
  const { manifest } = await openPack(pack);
  if (manifest.encoder === undefined) throw new Stop('models/encoder holds no encoder.');
  const { labels, queryPrefix } = manifest.encoder;
  const { threads } = parseStartOptions([]);
  const texts = [...evaluationTexts('en', perLanguage), ...evaluationTexts('zh', perLanguage)];
  const ours = await startOurs({ threads, queryPrefix, labels });
  const rows: Row[] = [{ what: 'Encoder: threads of each side', measured: String(threads) }];
  const rivals: [string, (step: Step) => Promise<Encoder>][] = [
    ['transformers.js', (step) => startTransformers(threads, step)],
    ['PyTorch float32', (step) => startTorch(threads, step)],
  ];
  try {
    for (const [name, start] of rivals) {
      const step = report('encoder', `preparing ${name}`);
      rows.push(...(await compareWith({ name, start: () => start(step), ours, queryPrefix, texts, step })));
    }
    return rows;
  } finally {
    ours.stop();
  }
}

interface CompareWith {
  name: string;
  start(): Promise<Encoder>;
  ours: Encoder;
  queryPrefix: string;
  texts: readonly string[];
  step: Step;
}

/** One that cannot run here says so; the other is still measured. */
async function compareWith({ name, start, ours, queryPrefix, texts, step }: CompareWith): Promise<Row[]> {
  let theirs: Encoder | undefined;
  try {
    theirs = await start();
    const prefixed = texts.map((text) => queryPrefix + text);
    const rows = await compareEncoders({
      name,
      ours,
      theirs,
      texts: prefixed,
      onProgress: (text) => step.update(text),
    });
    step.done(`compared with ${name}`);
    return rows;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    step.done(`${name}: ${error.message}`);
    return [{ what: `Encoder / ${name}: not measured here`, measured: error.message }];
  } finally {
    theirs?.stop();
  }
}

async function startTransformers(threads: number, step: Step): Promise<Encoder> {
  const { module, models } = await prepareTransformers(pack, step);
  const side = join(import.meta.dirname, 'transformers-side.ts');
  return startLineProcess([process.execPath, side, module, models, String(threads)]);
}

async function startTorch(threads: number, step: Step): Promise<Encoder> {
  const python = await installPython('encoder', join(import.meta.dirname, 'requirements.txt'), step);
  return startLineProcess([python, join(import.meta.dirname, 'torch_side.py'), pack, String(threads)]);
}

interface OursOptions {
  threads: number;
  queryPrefix: string;
  labels: readonly string[];
}

async function startOurs({ threads, queryPrefix, labels }: OursOptions): Promise<Encoder> {
  const engine = await startEngine('encoder', { packFolder: pack, threads });
  let id = 0;
  return {
    ...engine,
    async ask({ texts }) {
      id += 1;
      // The engine sets the prefix itself.
      const bare = texts.map((text) => text.slice(queryPrefix.length));
      const [event] = await engine.run<EncodedEvent>({ type: 'encode', id, kind: 'query', texts: bare }, 'encoded');
      const results = event?.results ?? [];
      return {
        embeddings: results.map(({ understanding }) => understanding.embedding),
        columns: results.map(({ understanding }) => labels.indexOf(understanding.intents[0]?.intent ?? '')),
      };
    },
  };
}

interface EncodedEvent {
  type: string;
  results: { understanding: { embedding: number[]; intents: { intent: string }[] } }[];
}
