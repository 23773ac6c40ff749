import { writeFile } from 'node:fs/promises';
import { installPack } from '../install-pack.ts';
import { tinyEntry } from './tiny-entry.ts';
import { tinyGguf } from './tiny-model.ts';

// A program of its own for tests that kill or race an installer: URL PACKS_FOLDER PROGRESS_FILE.
const [url = '', packsFolder = '', progressFile = ''] = process.argv.slice(2);
const result = await installPack({
  entry: { ...tinyEntry(tinyGguf()), sources: [{ kind: 'http', name: 'the server', url }] },
  packsFolder,
  onProgress: (progress) => void writeFile(progressFile, JSON.stringify(progress)),
});
process.stdout.write(JSON.stringify(result));
