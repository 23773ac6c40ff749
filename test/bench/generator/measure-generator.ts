import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchRawFile } from '@guichet/models/fetch-raw-file';
import { openPack } from '@guichet/models/open-pack';
import { defaultGenerator } from '@guichet/models/pack-catalogue';
import { defaultPatience } from '@guichet/models/sources/fetch-options';
import { Stop } from '../../../infra/dev/bootstrap/stop.mjs';
import { parseStartOptions } from '../../../infra/dev/options.ts';
import { megabytes, type Step } from '../../../infra/dev/progress.ts';
import { root } from '../../e2e/support/start-platform.ts';
import { installPython } from '../processes/install-python.ts';
import { startEngine } from '../processes/start-engine.ts';
import { startLineProcess } from '../processes/start-line-process.ts';
import type { Report, Row } from '../report.ts';
import { type Completion, compareGenerators, type Generators } from './compare-generators.ts';
import { prompts } from './prompts.ts';

/** The generator's engine against llama-cpp-python on the same GGUF file, one stream, the same threads. */
export async function measureGenerator(report: Report): Promise<Row[]> {
  const step = report('generator', 'preparing llama-cpp-python (the first time it is compiled: about ten minutes)');
  const python = await installPython('generator', join(import.meta.dirname, 'requirements.txt'), step);
  const folder = join(root, '.guichet/packs', defaultGenerator.name);
  const { manifest } = await openPack(folder);
  if (manifest.generator === undefined) throw new Stop('The language model is not installed.');
  const { contextLength, chatTemplate } = manifest.generator;
  const { threads } = parseStartOptions([]);
  const side = join(import.meta.dirname, 'llama_side.py');
  const file = await rawFile(step);
  const ours = await startOurs(folder, threads);
  const llama = await startLineProcess([python, side, file, String(threads), String(contextLength)]);
  const theirs: Generators['theirs'] = { ...llama, agree: (prompt, text) => llama.ask({ prompt, text }) };
  try {
    const rows = await compareGenerators({ ours, theirs }, prompts(chatTemplate), (text) => step.update(text));
    step.done('compared with llama-cpp-python');
    return [{ what: 'Generator: threads of each side', measured: String(threads) }, ...rows];
  } finally {
    ours.stop();
    theirs.stop();
  }
}

/** The file that the pack was built from; the tests keep it there, too. */
async function rawFile(step: Step): Promise<string> {
  const folder = join(root, '.guichet/raw');
  await mkdir(folder, { recursive: true });
  return fetchRawFile({
    entry: defaultGenerator,
    partFile: join(folder, defaultGenerator.file.name),
    sources: defaultGenerator.sources,
    signal: new AbortController().signal,
    patience: defaultPatience,
    onProgress: ({ phase, doneBytes }) =>
      step.update(`${defaultGenerator.file.name}: ${phase}, ${megabytes(doneBytes)}`),
  });
}

async function startOurs(packFolder: string, threads: number): Promise<Generators['ours']> {
  const engine = await startEngine('generator', { packFolder, threads, slots: 1 });
  let id = 0;
  const greedy = { temperature: 0, topP: 1, topK: 1, repetitionPenalty: 1, seed: 0, stop: [] };
  return {
    ...engine,
    async ask({ prompt, most }) {
      id += 1;
      // All in the suffix: a prefix would be cached, and the other side starts from nothing each time.
      const command = { type: 'generate', id, prefix: '', suffix: prompt, settings: { ...greedy, maxTokens: most } };
      const events = await engine.run<{ type: string; text?: string; usage?: Omit<Completion, 'text'> }>(
        command,
        'end',
      );
      const usage = events.at(-1)?.usage ?? { promptTokens: 0, completionTokens: 0 };
      return { text: events.map(({ text = '' }) => text).join(''), ...usage };
    },
  };
}
