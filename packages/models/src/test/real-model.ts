import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { fetchRawFile } from '../fetch-raw-file.ts';
import { installPack } from '../install-pack.ts';
import { type OpenPack, openPack } from '../open-pack.ts';
import { defaultGenerator as entry } from '../pack-catalogue.ts';
import { takePackLock } from '../pack-lock.ts';
import { defaultPatience } from '../sources/fetch-options.ts';

// Shared with `npm start`, so that the model is fetched once.
const packsFolder = join(import.meta.dirname, '../../../../.guichet/packs');
const rawFolder = join(import.meta.dirname, '../../../../.guichet/raw');

/** The raw file of the default generator, fetched once and kept. */
export async function realFile(): Promise<string> {
  await mkdir(rawFolder, { recursive: true });
  const { signal } = new AbortController();
  const unlock = await takePackLock(join(rawFolder, 'lock'), { signal, onWait() {} });
  const partFile = join(rawFolder, entry.file.name);
  const options = { entry, partFile, sources: entry.sources, signal, patience: defaultPatience, onProgress() {} };
  return fetchRawFile(options).finally(unlock);
}

/** The default generator's pack, installed once. */
export async function realPack(): Promise<OpenPack> {
  const path = await realFile();
  const { folder } = await installPack({ entry, packsFolder, sources: [{ kind: 'file', name: path, path }] });
  return openPack(folder);
}

/** Turns a question into the tokens of a whole prompt, by the pack's template. */
export async function promptReader(pack: OpenPack): Promise<(question: string) => number[]> {
  const tokenizer = new Tokenizer(JSON.parse(await readFile(pack.tokenizerFile, 'utf8')), {});
  const template = pack.manifest.generator?.chatTemplate;
  if (template === undefined) throw new Error('The pack has no template.');
  const { system, user, assistant } = template;
  return (question) => {
    const about = `${system.prefix}You are a helpful assistant.${system.suffix}`;
    const text = `${about}${user.prefix}${question}${user.suffix}${assistant.prefix}`;
    return [...tokenizer.encode(text, { add_special_tokens: false }).ids];
  };
}
